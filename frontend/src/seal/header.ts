// The sealed header: who bids, for what, with which parts, signed; readable only when opened.
import { concat, fromUtf8, hex, u32, utf8, type Bytes } from "./bytes";
import { canonical, type Json } from "./canonical";
import { Form, FormRefused } from "./forms";
import { paddedSize } from "./padding";
import { signatureOf, spellSignature, type Signature } from "./signature";

const LENGTH_SIZE = 4;
const LONGEST_INNER = 1 << 20;

export interface Bidder {
  readonly name: string;
  readonly code: string;
}

export interface ListedPart {
  readonly number: number;
  readonly part: string;
  readonly file: string;
  readonly media: string;
  readonly size: number;
}

/** What the bidder signs. */
export interface Inner {
  readonly coreHash: Bytes;
  readonly tender: string;
  readonly lot: string;
  readonly bidders: readonly Bidder[];
  readonly parts: readonly ListedPart[];
  readonly declarations: Readonly<Record<string, string>>;
}

export interface Header {
  readonly inner: Inner;
  readonly innerBytes: Bytes;
  readonly signatures: readonly Signature[];
}

export function spellInner(inner: Inner): Bytes {
  return canonical({
    type: "lucai-bid-inner/1",
    core: hex(inner.coreHash),
    tender: inner.tender,
    lot: inner.lot,
    bidders: inner.bidders.map(({ name, code }) => ({ name, code })),
    parts: inner.parts.map(({ number, part, file, media, size }) => ({ n: number, part, file, media, size })),
    declarations: { ...inner.declarations },
  });
}

export function parseInner(bytes: Uint8Array): Inner {
  const form = Form.parse(bytes, "lucai-bid-inner/1", "core", "tender", "lot", "bidders", "parts", "declarations");
  return {
    coreHash: form.octets("core", 32),
    tender: form.text("tender"),
    lot: form.text("lot"),
    bidders: form.items("bidders", bidderOf),
    parts: form.items("parts", partOf),
    declarations: textsOf(form.json("declarations")),
  };
}

/** The header's bytes before they are sealed: u32 length, JSON, zeros up to a size that says little. */
export function spellHeader(innerBytes: Uint8Array, signatures: readonly Signature[]): Bytes {
  const text = canonical({
    type: "lucai-bid-sealed/1",
    inner: fromUtf8(innerBytes),
    signatures: signatures.map(spellSignature),
  });
  const framed = concat(u32(text.length), text);
  return concat(framed, new Uint8Array(paddedSize(framed.length) - framed.length));
}

export function parseHeader(bytes: Uint8Array): Header {
  const form = Form.parse(unpadded(bytes), "lucai-bid-sealed/1", "inner", "signatures");
  const innerBytes = utf8(form.text("inner", LONGEST_INNER));
  return { inner: parseInner(innerBytes), innerBytes, signatures: form.items("signatures", signatureOf) };
}

function unpadded(bytes: Uint8Array): Uint8Array {
  if (bytes.length < LENGTH_SIZE) throw new FormRefused("标头不完整");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const end = LENGTH_SIZE + length;
  if (bytes.length !== paddedSize(end) || bytes.subarray(end).some(Boolean)) {
    throw new FormRefused("标头补齐有误");
  }
  return bytes.subarray(LENGTH_SIZE, end);
}

function bidderOf(value: Json): Bidder {
  const form = Form.of(value, "name", "code");
  return { name: form.text("name"), code: form.text("code") };
}

function partOf(value: Json): ListedPart {
  const form = Form.of(value, "n", "part", "file", "media", "size");
  return {
    number: form.number("n"),
    part: form.name("part"),
    file: form.text("file"),
    media: form.text("media"),
    size: form.number("size"),
  };
}

function textsOf(value: Json): Record<string, string> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new FormRefused("声明不是对象");
  const form = Form.of(value, ...Object.keys(value));
  return Object.fromEntries(Object.keys(value).map((name) => [name, form.text(name)]));
}
