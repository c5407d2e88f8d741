// One part of a bid as a stream of sealed chunks: memory holds a few chunks, whatever the file's size.
import type { Bytes } from "./bytes";
import type { Cipher } from "./ciphers";
import { chunkNonce, type CipherKey, type Schedule } from "./schedule";

export const CHUNK_SIZE = 1 << 20;
/** How many parts an envelope has at most. */
export const MOST_PARTS = 200;
const CHUNKS_A_READ = 4;
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
  let next = readChunks(content, size, 0);
  for (let first = 0; first < chunks; first += CHUNKS_A_READ) {
    const plain = await next;
    // The next slice comes from another process: ask for it while these are enciphered.
    if (first + CHUNKS_A_READ < chunks) next = readChunks(content, size, first + CHUNKS_A_READ);
    for (let chunk = first; chunk < Math.min(first + CHUNKS_A_READ, chunks); chunk++) {
      const start = (chunk - first) * CHUNK_SIZE;
      const work = sealChunk(chunk, plain.subarray(start, start + CHUNK_SIZE));
      flight.add(work);
      void work.finally(() => flight.delete(work)).catch(() => undefined);
      if (flight.size >= MOST_IN_FLIGHT) await Promise.race(flight);
    }
  }
  await Promise.all(flight);
  return { size, chunks, root: await schedule.partRoot(digests) };

  async function sealChunk(chunk: number, plain: Bytes): Promise<void> {
    const sealed = await cipher.seal(chunkNonce(sealing.nonce, chunk), plain);
    digests[chunk] = await schedule.suite.hash(sealed);
    await sink(chunk, sealed);
    progress?.(plain.length);
  }
}

/** Open one chunk; null when it is not the chunk that was sealed there. */
export function openChunk(cipher: Cipher, sealing: CipherKey, chunk: number, sealed: Uint8Array): Promise<Bytes | null> {
  return cipher.open(chunkNonce(sealing.nonce, chunk), sealed);
}

/** Read some chunks at once; what lies beyond the content and within the size is zeros. */
async function readChunks(content: Blob, size: number, first: number): Promise<Bytes> {
  const [start, most] = [first * CHUNK_SIZE, CHUNKS_A_READ * CHUNK_SIZE];
  const read = new Uint8Array(await content.slice(start, start + most).arrayBuffer());
  const width = Math.min(most, size - start);
  if (read.length === width) return read;
  const padded = new Uint8Array(width);
  padded.set(read);
  return padded;
}
