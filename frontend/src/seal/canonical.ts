// Canonical JSON (RFC 8785, whole numbers only): one value, one spelling, so that one value has one hash.
import { equal, fromUtf8, utf8, type Bytes } from "./bytes";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const DEEPEST = 64;

export class NotCanonical extends Error {}

export function canonical(value: Json): Bytes {
  return utf8(spell(value, 0));
}

/** Read bytes that must be canonical; whatever would be spelt otherwise is refused. */
export function parseCanonical(bytes: Uint8Array): Json {
  let value: Json;
  try {
    value = JSON.parse(fromUtf8(bytes)) as Json;
  } catch {
    throw new NotCanonical("不是 JSON");
  }
  if (!equal(canonical(value), bytes)) throw new NotCanonical("JSON 不是规范写法");
  return value;
}

function spell(value: Json, depth: number): string {
  if (depth > DEEPEST) throw new NotCanonical(`JSON 嵌套超过 ${DEEPEST} 层`);
  if (typeof value === "string") return spellText(value);
  if (typeof value === "number") return spellNumber(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => spell(item, depth + 1)).join(",")}]`;
  // Sorting by UTF-16 code units is what RFC 8785 asks and what sort() does.
  const members = Object.keys(value).sort().map((key) => `${spellText(key)}:${spell(value[key]!, depth + 1)}`);
  return `{${members.join(",")}}`;
}

function spellNumber(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical("数字须是 2^53-1 以内的整数");
  return String(value);
}

function spellText(value: string): string {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)) {
    throw new NotCanonical("文字不是 Unicode");
  }
  return JSON.stringify(value);
}
