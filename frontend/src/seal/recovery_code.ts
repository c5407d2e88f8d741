// The printed recovery code: 160 random bits in nine groups of four signs, with a check.
import { concat, utf8, type Bytes } from "./bytes";
import { NONCE_SIZE } from "./ciphers";
import { expand, sha256 } from "./hashes";
import type { Schedule } from "./schedule";

export const CODE_SIZE = 20;

// Crockford's 32 signs, without I, L, O and U: the code can be read aloud and typed by hand.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 32;
const CHECK_LENGTH = 4;

export class CodeRefused extends Error {
  override name = "CodeRefused";
}

export async function spellCode(code: Uint8Array): Promise<string> {
  const signs = signsOf(numberOf(code), LENGTH) + (await check(code));
  return signs.match(/.{4}/g)!.join("-");
}

/** Read a code as somebody typed it; case, spaces and look-alikes do not matter. */
export async function readCode(typed: string): Promise<Bytes> {
  const signs = typed.toUpperCase().replace(/[- ]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (signs.length !== LENGTH + CHECK_LENGTH || [...signs].some((sign) => !SIGNS.includes(sign))) {
    throw new CodeRefused("恢复码是九组、每组四个字符");
  }
  let value = 0n;
  for (const sign of signs.slice(0, LENGTH)) value = (value << 5n) | BigInt(SIGNS.indexOf(sign));
  const code = Uint8Array.from({ length: CODE_SIZE }, (_, at) => Number((value >> BigInt(8 * (CODE_SIZE - 1 - at))) & 255n));
  if (signs.slice(LENGTH) !== (await check(code))) throw new CodeRefused("恢复码有误，请核对");
  return code;
}

/** Encrypt the bidder's secret under a code. */
export async function wrapUnderCode(schedule: Schedule, code: Uint8Array, secret: Uint8Array): Promise<Bytes> {
  const { cipher, nonce } = await cipherOf(schedule, code);
  return cipher.seal(nonce, secret);
}

/** Open what was wrapped under a code; null when it is another envelope's code. */
export async function unwrapUnderCode(schedule: Schedule, code: Uint8Array, wrapped: Uint8Array): Promise<Bytes | null> {
  const { cipher, nonce } = await cipherOf(schedule, code);
  return cipher.open(nonce, wrapped);
}

async function cipherOf(schedule: Schedule, code: Uint8Array) {
  const { suite } = schedule;
  const made = await expand(suite.hash, code, schedule.label("code"), suite.keySize + NONCE_SIZE);
  return { cipher: await suite.cipher(made.slice(0, suite.keySize)), nonce: made.slice(suite.keySize) };
}

async function check(code: Uint8Array): Promise<string> {
  const digest = await sha256(concat(utf8("lucai-recovery-code/1\0"), code));
  return signsOf(numberOf(digest.subarray(0, 3)) >> 4n, CHECK_LENGTH);
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function signsOf(value: bigint, count: number): string {
  return Array.from({ length: count }, (_, at) => SIGNS[Number((value >> BigInt(5 * (count - 1 - at))) & 31n)]).join("");
}
