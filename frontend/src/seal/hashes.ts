// SM3 and SHA-256 under one face, and what is built on either: HMAC and HKDF-Expand.
import { createSM3 } from "hash-wasm";
import { sm3 as sm3InScript } from "sm-crypto-v2";
import { concat, fromHex, type Bytes } from "./bytes";

export type HashName = "sm3" | "sha256";
export type Hash = (content: Uint8Array) => Promise<Bytes>;

const BLOCK_SIZE = 64; // of both
let hasher: Promise<Awaited<ReturnType<typeof createSM3>> | null> | undefined;

/**
 * SM3 (GB/T 32905). One hasher serves all: between its start and its end nothing waits.
 * A page of the platform may run no WebAssembly, only its workers do; it hashes little, and does so in script.
 */
export const sm3: Hash = async (content) => {
  const ready = await (hasher ??= createSM3().catch(() => null));
  if (!ready) return fromHex(sm3InScript(content));
  return ready.init().update(content).digest("binary") as Bytes;
};

export const sha256: Hash = async (content) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", content as Bytes));

export const hashes: Record<HashName, Hash> = { sm3, sha256 };

export async function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Promise<Bytes> {
  const short = key.length > BLOCK_SIZE ? await hash(key) : key;
  const inner = new Uint8Array(BLOCK_SIZE).fill(0x36);
  const outer = new Uint8Array(BLOCK_SIZE).fill(0x5c);
  short.forEach((byte, i) => {
    inner[i]! ^= byte;
    outer[i]! ^= byte;
  });
  return hash(concat(outer, await hash(concat(inner, message))));
}

/** HKDF-Expand (RFC 5869 §2.3). */
export async function expand(hash: Hash, key: Uint8Array, label: Uint8Array, size: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  let last: Bytes = new Uint8Array(0);
  for (let count = 1; 32 * blocks.length < size; count++) {
    last = await hmac(hash, key, concat(last, label, Uint8Array.of(count)));
    blocks.push(last);
  }
  return concat(...blocks).slice(0, size);
}
