// Signed statements: what a platform, a holder or a bidder's claim key says, kept as it was said.
import { leafHash, rootOfPath } from "../log/merkle";
import { concat, equal, fromUtf8, hex, utf8, type Bytes } from "./bytes";
import { canonical, type Json } from "./canonical";
import { Form } from "./forms";
import { GM1, INTL1, type Suite } from "./suites";

const TYPE = "lucai-signed/1";
const LONGEST = 1 << 20;
const TOGETHER = "lucai-signed-together/1\0";

export interface SignedStatement {
  readonly statement: Bytes;
  readonly signatures: readonly StatementSignature[];
}

export interface StatementSignature {
  readonly key: Bytes;
  readonly value: Bytes;
  /** Where the statement stands among those that this signature was given for together. */
  readonly among: Among | null;
}

interface Among {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Bytes[];
}

export function parseSigned(bytes: Uint8Array): SignedStatement {
  const form = Form.parse(bytes, TYPE, "statement", "signatures");
  return { statement: utf8(form.text("statement", LONGEST)), signatures: form.items("signatures", signatureOf) };
}

/** Spell statement and signatures as one file. */
export function spellSigned({ statement, signatures }: SignedStatement): Bytes {
  const spelt = signatures.map(({ key, value, among }) => ({
    key: hex(key),
    value: hex(value),
    ...(among && { among: { ...among, path: among.path.map(hex) } }),
  }));
  return canonical({ type: TYPE, statement: fromUtf8(statement), signatures: spelt });
}

export function signStatement(suite: Suite, privateKey: Uint8Array, statement: Bytes): SignedStatement {
  const key = suite.publicSigningKey(privateKey);
  return { statement, signatures: [{ key, value: suite.sign(privateKey, statement), among: null }] };
}

/** Whether a key signed this, and rightly: SM2 by a key of 65 bytes, Ed25519 by one of 32. */
export async function isStatedBy({ statement, signatures }: SignedStatement, key: Uint8Array): Promise<boolean> {
  const suite = key.length === 65 ? GM1 : INTL1;
  for (const { value, among } of signatures.filter((each) => equal(each.key, key))) {
    const signed = await signedBytes(statement, among);
    if (signed && suite.verify(key, signed, value)) return true;
  }
  return false;
}

/** Whether each of these keys signed this; without a key it is nobody's word. */
export async function areStatedBy(signed: SignedStatement, keys: readonly Uint8Array[]): Promise<boolean> {
  const hold = await Promise.all(keys.map((key) => isStatedBy(signed, key)));
  return hold.length > 0 && !hold.includes(false);
}

async function signedBytes(statement: Bytes, among: Among | null): Promise<Bytes | null> {
  if (!among) return statement;
  const root = await rootOfPath(await leafHash(statement), among.index, among.size, among.path);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(among.size));
  return root && concat(utf8(TOGETHER), size, root);
}

function signatureOf(value: Json): StatementSignature {
  const isAmong = value !== null && typeof value === "object" && !Array.isArray(value) && "among" in value;
  const form = isAmong ? Form.of(value, "key", "value", "among") : Form.of(value, "key", "value");
  return { key: form.octets("key"), value: form.octets("value"), among: isAmong ? amongOf(form.json("among")) : null };
}

function amongOf(value: Json): Among {
  const form = Form.of(value, "index", "size", "path");
  return {
    index: form.number("index"),
    size: form.number("size"),
    path: form.items("path", (item) => Form.of({ item }, "item").octets("item")),
  };
}
