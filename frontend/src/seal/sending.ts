// Sending what was sealed offline: the chunks of a .lcbid file, as they are.
import type { Bytes } from "./bytes";
import { TAG_SIZE } from "./ciphers";
import { envelopeHash, parseEnvelope } from "./opening";
import { CHUNK_SIZE } from "./parts";
import { fingerprintOf, type Fingerprint } from "./receipt";
import { putChunk, type UploadPlace } from "./upload";
import { readZip, ZipRefused, type ZipEntry } from "./zip";

const WIDTH = CHUNK_SIZE + TAG_SIZE;

export interface SentBid {
  readonly core: Bytes;
  readonly sealed: Bytes;
  readonly hash: Bytes;
  readonly fingerprint: Fingerprint;
}

export async function sendBidFile(
  file: Blob,
  place: UploadPlace,
  progress: (done: number, total: number) => void,
): Promise<SentBid> {
  const entries = await readZip(file);
  const [core, sealed] = [await entryOf(entries, "core.json").read(), await entryOf(entries, "sealed.bin").read()];
  const envelope = parseEnvelope(core, sealed);
  let done = 0;
  for (const { number } of envelope.core.parts) {
    const part = await entryOf(entries, `part-${number}.bin`).read();
    for (let at = 0; at < part.length; at += WIDTH) {
      const chunk = part.slice(at, at + WIDTH);
      await putChunk(place, number, at / WIDTH, chunk);
      progress((done += chunk.length), file.size);
    }
  }
  return { core, sealed, hash: await envelopeHash(envelope), fingerprint: await fingerprintOf(core, sealed) };
}

function entryOf(entries: ReadonlyMap<string, ZipEntry>, name: string): ZipEntry {
  const entry = entries.get(name);
  if (!entry) throw new ZipRefused(`投标文件里没有 ${name}`);
  return entry;
}
