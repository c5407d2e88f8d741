// ZIP archives: written stored and without dates, read stored or deflated. No ZIP64: below 4 GB.
import { concat, equal, fromUtf8, utf8, type Bytes } from "./bytes";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const FIRST_OF_1980 = 0x21; // a fixed date, so that the same content gives the same archive
const READ_SIZE = 1 << 22;
const LONGEST_END = 22 + 0xffff;

export class ZipRefused extends Error {}

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly isStored: boolean;
  read(): Promise<Bytes>;
}

interface Located {
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

export async function readZip(archive: Blob): Promise<Map<string, ZipEntry>> {
  const directory = await findDirectory(archive);
  const found = new Map<string, ZipEntry>();
  for (const each of listed(directory)) {
    if (found.has(each.name)) throw new ZipRefused(`压缩包中有两个 ${each.name}`);
    if (each.name.endsWith("/")) continue;
    found.set(each.name, { name: each.name, size: each.size, isStored: each.method === 0, read: () => readEntry(archive, each) });
  }
  return found;
}

export async function writeZip(files: Iterable<readonly [name: string, content: Blob]>): Promise<Blob> {
  const pieces: BlobPart[] = [];
  const directory: Bytes[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const common = await commonHeader(name, content);
    const local = concat(le32(LOCAL), common, utf8(name));
    directory.push(concat(le32(CENTRAL), le16(20), common, new Uint8Array(10), le32(at), utf8(name)));
    pieces.push(local, content);
    at += local.length + content.size;
  }
  const central = concat(...directory);
  const count = le16(directory.length);
  const end = concat(le32(END), new Uint8Array(4), count, count, le32(central.length), le32(at), le16(0));
  if (at + central.length > 0xffffffff || directory.length > 0xffff) throw new ZipRefused("文件超过 ZIP 的上限");
  return new Blob([...pieces, central, end], { type: "application/zip" });
}

/** Version to the name's and the extra field's lengths: the same in both headers of an entry. */
async function commonHeader(name: string, content: Blob): Promise<Bytes> {
  const crc = le32(await crcOf(content));
  const size = le32(content.size);
  return concat(le16(20), le16(UTF8_NAMES), le16(0), le16(0), le16(FIRST_OF_1980), crc, size, size,
    le16(utf8(name).length), le16(0));
}

async function findDirectory(archive: Blob): Promise<{ view: DataView; count: number }> {
  const tailAt = Math.max(0, archive.size - LONGEST_END);
  const tail = new DataView(await archive.slice(tailAt).arrayBuffer());
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || at + 22 + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    const [count, size, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (start + size > tailAt + at) break;
    return { view: new DataView(await archive.slice(start, start + size).arrayBuffer()), count };
  }
  throw new ZipRefused("不是 ZIP 压缩包");
}

function* listed({ view, count }: { view: DataView; count: number }): Iterable<Located> {
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw new ZipRefused("压缩包目录损坏");
    const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    if (at + 46 + name + extra + comment > view.byteLength) throw new ZipRefused("压缩包目录损坏");
    yield {
      name: fromUtf8(new Uint8Array(view.buffer, at + 46, name)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    };
    at += 46 + name + extra + comment;
  }
}

async function readEntry(archive: Blob, entry: Located): Promise<Bytes> {
  const header = new DataView(await archive.slice(entry.at, entry.at + 30).arrayBuffer());
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) throw new ZipRefused(`${entry.name} 没有文件头`);
  const [name, extra] = [header.getUint16(26, true), header.getUint16(28, true)];
  const start = entry.at + 30 + name + extra;
  const own = new Uint8Array(await archive.slice(entry.at + 30, entry.at + 30 + name).arrayBuffer());
  if (!equal(own, utf8(entry.name))) throw new ZipRefused(`${entry.name} 的文件头写的是另一个名字`);
  const packed = archive.slice(start, start + entry.packed);
  const content = await unpacked(packed, entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw new ZipRefused(`${entry.name} 已损坏`);
  return content;
}

async function unpacked(packed: Blob, entry: Located): Promise<Bytes> {
  if (entry.method === 0) return new Uint8Array(await packed.arrayBuffer());
  if (entry.method !== 8) throw new ZipRefused(`${entry.name} 的压缩方式不认识`);
  const stream = packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return concat(...pieces);
    size += value.length;
    // An archive may promise little and unpack to very much.
    if (size > entry.size) throw new ZipRefused(`${entry.name} 比写明的长`);
    pieces.push(value);
  }
}

async function crcOf(content: Blob): Promise<number> {
  let crc = 0;
  for (let at = 0; at < content.size; at += READ_SIZE) {
    crc = crc32(new Uint8Array(await content.slice(at, at + READ_SIZE).arrayBuffer()), crc);
  }
  return crc;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function le16(value: number): Bytes {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function le32(value: number): Bytes {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);
}
