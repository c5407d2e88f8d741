// Reading JSON that somebody else wrote: each member has the kind it must have, or is refused.
import { fromHex, type Bytes } from "../seal/bytes";
import { Broken } from "./claims";

export type Loose = Readonly<Record<string, unknown>>;

export function object(value: unknown, what: string): Loose {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Broken(`${what}不是对象`);
  return value as Loose;
}

export function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Broken(`${what}不是列表`);
  return value;
}

export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new Broken(`${what}不是文字`);
  return value;
}

export function count(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Broken(`${what}不是非负整数`);
  return value;
}

export function bytes(value: unknown, what: string): Bytes {
  const spelt = text(value, what);
  if (!/^(?:[0-9a-f]{2})*$/.test(spelt)) throw new Broken(`${what}不是十六进制字节`);
  return fromHex(spelt);
}
