// What each wrap is made for, so that none can be opened in another place.
import { concat, u64, utf8, type Bytes } from "./bytes";
import type { Schedule } from "./schedule";

export function ofShare(schedule: Schedule, stage: string, group: string, index: number): Bytes {
  return schedule.label("wrap share", concat(utf8(`${stage}\0${group}\0`), u64(index)));
}

export function ofRecoveryShare(schedule: Schedule, index: number): Bytes {
  return schedule.label("wrap recovery", u64(index));
}

export function ofBidderSecret(schedule: Schedule, to: string): Bytes {
  return schedule.label("wrap bidder", utf8(to));
}

export function ofClaimKey(schedule: Schedule, to: string): Bytes {
  return schedule.label("wrap claim", utf8(to));
}
