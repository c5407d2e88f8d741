// Sending chunks so that a broken line only delays: each is put under its number, again until it is there.
// No cookie goes along: nothing ties what is handed in to who is signed in.
import type { Bytes } from "./bytes";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const MOST_TRIES = 60;

export interface UploadPlace {
  /** Chunks go to `${base}/parts/${part}/chunks/${chunk}`. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Called when the line has been down for long: returns when it is to be tried again. Without it, that is the end. */
  stalled?(): Promise<unknown>;
}

/** The server has refused: trying again would not help. */
export class UploadRefused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = "UploadRefused";
  }
}

/** Put one chunk; repeating is harmless, because the same number takes the same bytes. */
export async function putChunk(place: UploadPlace, part: number, chunk: number, sealed: Bytes): Promise<void> {
  await persist(place, "PUT", `/parts/${part}/chunks/${chunk}`, sealed, "application/octet-stream");
}

/** Hand in the envelope once all its chunks are there; returns the bytes that the server answers. */
export async function postEnvelope(place: UploadPlace, envelope: FormData | Bytes): Promise<Bytes> {
  const type = envelope instanceof FormData ? undefined : "application/json";
  const response = await persist(place, "POST", "", envelope, type);
  return new Uint8Array(await response.arrayBuffer());
}

async function persist(place: UploadPlace, method: string, path: string, body: Bytes | FormData, type?: string): Promise<Response> {
  const headers = type ? { ...place.headers, "Content-Type": type } : place.headers;
  for (let attempt = 1; ; attempt++) {
    if (attempt > MOST_TRIES && place.stalled) {
      await place.stalled();
      attempt = 1;
    }
    const response = await fetch(place.base + path, { method, body, headers, credentials: "omit" }).catch(() => null);
    if (response?.ok) return response;
    if (response && isFinal(response.status)) throw new UploadRefused(response.status, await response.text());
    if (attempt >= MOST_TRIES && !place.stalled) throw new UploadRefused(0, "网络一直不通，请稍后重试");
    await wait(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)));
  }
}

/** Too many requests, time-outs and a server that restarts pass; every other refusal stays. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 408 && status !== 425 && status !== 429;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
