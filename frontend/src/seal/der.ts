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
  if (!element || more.length) throw new DerRefused("exactly one element is expected");
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
  if (element?.tag !== tag) throw new DerRefused(`an element with tag ${tag} is expected`);
  return element;
}

/** An unsigned integer as exactly `size` bytes. */
export function unsigned(element: Element | undefined, size: number): Bytes {
  const { content } = expect(element, TAG.integer);
  const [first, second] = content;
  if (first === undefined || first & 0x80) throw new DerRefused("an unsigned integer is expected");
  if (first === 0 && second !== undefined && !(second & 0x80)) throw new DerRefused("an integer is not minimal");
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > size) throw new DerRefused("an integer is too long");
  return concat(new Uint8Array(size - digits.length), digits);
}

function elementAt(bytes: Uint8Array, at: number): Element {
  const tag = bytes[at]!;
  const short = bytes[at + 1];
  if (short === undefined || (tag & 0x1f) === 0x1f) throw new DerRefused("an element is cut off or has a long tag");
  const [size, start] = short < 0x80 ? [short, at + 2] : longLength(bytes, at + 2, short & 0x7f);
  const end = start + size;
  if (end > bytes.length) throw new DerRefused("an element is cut off");
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

function longLength(bytes: Uint8Array, at: number, count: number): [size: number, start: number] {
  if (count < 1 || count > 4 || at + count > bytes.length) throw new DerRefused("a length is malformed");
  const size = bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
  if (size < 0x80 || bytes[at] === 0) throw new DerRefused("a length is not minimal");
  return [size, at + count];
}
