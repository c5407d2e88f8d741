// Signed statements: what a platform, a holder or a bidder's claim key says, kept as it was said.
import { equal, fromUtf8, hex, utf8, type Bytes } from "./bytes";
import { canonical, type Json } from "./canonical";
import { Form } from "./forms";
import { GM1, INTL1, type Suite } from "./suites";

const TYPE = "lucai-signed/1";
const LONGEST = 1 << 20;

export interface SignedStatement {
  readonly statement: Bytes;
  readonly signatures: readonly { readonly key: Bytes; readonly value: Bytes }[];
}

export function parseSigned(bytes: Uint8Array): SignedStatement {
  const form = Form.parse(bytes, TYPE, "statement", "signatures");
  return { statement: utf8(form.text("statement", LONGEST)), signatures: form.items("signatures", signatureOf) };
}

/** Spell statement and signatures as one file. */
export function spellSigned({ statement, signatures }: SignedStatement): Bytes {
  const spelt = signatures.map(({ key, value }) => ({ key: hex(key), value: hex(value) }));
  return canonical({ type: TYPE, statement: fromUtf8(statement), signatures: spelt });
}

export function signStatement(suite: Suite, privateKey: Uint8Array, statement: Bytes): SignedStatement {
  const key = suite.publicSigningKey(privateKey);
  return { statement, signatures: [{ key, value: suite.sign(privateKey, statement) }] };
}

/** Whether a key signed this, and rightly: SM2 by a key of 65 bytes, Ed25519 by one of 32. */
export function isStatedBy({ statement, signatures }: SignedStatement, key: Uint8Array): boolean {
  const suite = key.length === 65 ? GM1 : INTL1;
  return signatures.some((each) => equal(each.key, key) && suite.verify(key, statement, each.value));
}

function signatureOf(value: Json): { key: Bytes; value: Bytes } {
  const form = Form.of(value, "key", "value");
  return { key: form.octets("key"), value: form.octets("value") };
}
