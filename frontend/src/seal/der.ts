// Strict DER (X.690): one spelling for every value, no bytes left over. Only the forms we meet.
import { concat, type Bytes } from "./bytes";

export const TAG = { boolean: 1, integer: 2, bits: 3, octets: 4, oid: 6, sequence: 0x30, set: 0x31 } as const;

export class DerRefused extends Error {}

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The whole element as it stood, header included. */
  readonly whole: Uint8Array;
}

/** Read the one element that fills these bytes. */
export function parseDer(bytes: Uint8Array): Element {
  const [element, ...more] = elementsOf(bytes);
  if (!element || more.length) throw new DerRefused("DER：须恰有一个元素");
  return element;
}

/** Read elements that stand one after another and fill these bytes. */
export function elementsOf(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    found.push(element);
    at += element.whole.length;
  }
  return found;
}

/** The parts of a sequence (or of any element under another tag). */
export function partsOf(element: Element | undefined, tag: number = TAG.sequence): Element[] {
  return elementsOf(expect(element, tag).content);
}

/** The element itself when it has the tag that is expected. */
export function expect(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw new DerRefused(`DER：须是标签 ${tag}`);
  return element;
}

/** An unsigned integer as exactly `size` bytes. */
export function unsigned(element: Element | undefined, size: number): Bytes {
  const { content } = expect(element, TAG.integer);
  const [first, second] = content;
  if (first === undefined || first & 0x80) throw new DerRefused("DER：须是非负整数");
  if (first === 0 && second !== undefined && !(second & 0x80)) throw new DerRefused("DER：整数不是最短写法");
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > size) throw new DerRefused("DER：整数过长");
  return concat(new Uint8Array(size - digits.length), digits);
}

function elementAt(bytes: Uint8Array, at: number): Element {
  const tag = bytes[at]!;
  const short = bytes[at + 1];
  if (short === undefined || (tag & 0x1f) === 0x1f) throw new DerRefused("DER：元素不完整或标签过长");
  const [size, start] = short < 0x80 ? [short, at + 2] : longLength(bytes, at + 2, short & 0x7f);
  const end = start + size;
  if (end > bytes.length) throw new DerRefused("DER：元素不完整");
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

function longLength(bytes: Uint8Array, at: number, count: number): [size: number, start: number] {
  if (count < 1 || count > 4 || at + count > bytes.length) throw new DerRefused("DER：长度有误");
  const size = bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
  if (size < 0x80 || bytes[at] === 0) throw new DerRefused("DER：长度不是最短写法");
  return [size, at + count];
}
