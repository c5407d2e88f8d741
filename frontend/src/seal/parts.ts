// One part of a bid as a stream of sealed chunks: memory holds a few chunks, whatever the file's size.
import type { Bytes } from "./bytes";
import type { Cipher } from "./ciphers";
import { chunkNonce, type CipherKey, type Schedule } from "./schedule";

export const CHUNK_SIZE = 1 << 20;
const MOST_IN_FLIGHT = 4;

/** Takes a sealed chunk: to the network, to a file, to memory. May be called before the last call ended. */
export type ChunkSink = (chunk: number, sealed: Bytes) => Promise<void> | void;

export interface SealedPart {
  readonly size: number;
  readonly chunks: number;
  readonly root: Bytes;
}

/** How many chunks a part has: the last is always shorter than the others, and may be empty. */
export function chunkCount(size: number): number {
  return Math.floor(size / CHUNK_SIZE) + 1;
}

export interface PartWork {
  /** The size to pad to with zeros; the content's own size unless told. */
  readonly size?: number;
  readonly sink: ChunkSink;
  readonly progress?: (bytes: number) => void;
}

export async function sealPart(
  schedule: Schedule,
  sealing: CipherKey,
  content: Blob,
  { size = content.size, sink, progress }: PartWork,
): Promise<SealedPart> {
  const cipher = await schedule.suite.cipher(sealing.key);
  const chunks = chunkCount(size);
  const digests = new Array<Bytes>(chunks);
  const flight = new Set<Promise<void>>();
  let next = readChunk(content, size, 0);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const plain = await next;
    // The next slice comes from another process: ask for it while this one is enciphered.
    if (chunk + 1 < chunks) next = readChunk(content, size, chunk + 1);
    const sealed = await cipher.seal(chunkNonce(sealing.nonce, chunk), plain);
    const work = digestAndPass(chunk, sealed).then(() => progress?.(plain.length));
    flight.add(work);
    void work.finally(() => flight.delete(work)).catch(() => undefined);
    if (flight.size >= MOST_IN_FLIGHT) await Promise.race(flight);
  }
  await Promise.all(flight);
  return { size, chunks, root: await schedule.partRoot(digests) };

  async function digestAndPass(chunk: number, sealed: Bytes): Promise<void> {
    digests[chunk] = await schedule.suite.hash(sealed);
    await sink(chunk, sealed);
  }
}

/** Open one chunk; null when it is not the chunk that was sealed there. */
export function openChunk(cipher: Cipher, sealing: CipherKey, chunk: number, sealed: Uint8Array): Promise<Bytes | null> {
  return cipher.open(chunkNonce(sealing.nonce, chunk), sealed);
}

/** Read a slice; what lies beyond the content and within the size is zeros. */
async function readChunk(content: Blob, size: number, chunk: number): Promise<Bytes> {
  const start = chunk * CHUNK_SIZE;
  const read = new Uint8Array(await content.slice(start, start + CHUNK_SIZE).arrayBuffer());
  const width = Math.min(CHUNK_SIZE, size - start);
  if (read.length === width) return read;
  const padded = new Uint8Array(width);
  padded.set(read);
  return padded;
}
