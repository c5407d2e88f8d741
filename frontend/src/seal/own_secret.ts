// The bidder's own ways back to its secret: the printed code, or a key it was wrapped to.
import type { Bytes } from "./bytes";
import { ofBidderSecret } from "./contexts";
import { scheduleOf, type Core } from "./core";
import { isBidderSecret } from "./opening";
import { readCode, unwrapUnderCode } from "./recovery_code";

export class NoWayBack extends Error {
  override name = "NoWayBack";
}

/** Opens what was wrapped to a key; null when it is another key's. */
export type Unwrap = (wrapped: Uint8Array, context: Bytes) => Promise<Bytes | null>;

export async function secretByCode(core: Core, typed: string): Promise<Bytes> {
  const wrapped = core.bidder?.code;
  if (!wrapped) throw new NoWayBack("这份投标文件没有生成恢复码");
  const secret = await unwrapUnderCode(scheduleOf(core), await readCode(typed), wrapped);
  return committed(core, secret, "这是另一份投标文件的恢复码");
}

export async function secretByKey(core: Core, unwrap: Unwrap): Promise<Bytes> {
  const schedule = scheduleOf(core);
  for (const { to, wrap } of core.bidder?.wraps ?? []) {
    const secret = await unwrap(wrap, ofBidderSecret(schedule, to));
    if (secret) return committed(core, secret, "");
  }
  throw new NoWayBack("这张证书解不开这份投标文件，请换用封标时的证书，或者输入恢复码");
}

async function committed(core: Core, secret: Bytes | null, otherwise: string): Promise<Bytes> {
  if (!secret) throw new NoWayBack(otherwise);
  if (!(await isBidderSecret(core, secret))) throw new NoWayBack("解开的密钥与封标时的承诺不符");
  return secret;
}
