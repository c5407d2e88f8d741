// The receipt, checked in the browser before it says that anything was submitted.
import { concat, hex, utf8, type Bytes } from "./bytes";
import { canonical, parseCanonical, type Json } from "./canonical";
import { Form } from "./forms";
import { sha256, sm3 } from "./hashes";
import { isIncluded, leafHash } from "../log/merkle";
import { parseNote } from "../log/note";
import { WitnessPolicy } from "../log/witness_policy";
import { areStatedBy, parseSigned, type SignedStatement } from "./statement";

const LONGEST = 1 << 16;

/** What a sealed bid is recognised by. */
export interface Fingerprint {
  readonly sha256: string;
  readonly sm3: string;
  readonly size: number;
}

export async function fingerprintOf(core: Uint8Array, sealed: Uint8Array): Promise<Fingerprint> {
  const whole = concat(core, sealed);
  return { sm3: hex(await sm3(whole)), sha256: hex(await sha256(whole)), size: whole.length };
}

/** Whom the bidder trusts; fixed with the tender, not handed over with the receipt. */
export interface Trust {
  /** Each of them must have signed the receipt. */
  readonly platformKeys: readonly Bytes[];
  /** The log, and which witnesses make its word count (C2SP tlog-policy). */
  readonly witnessPolicy: string;
}

export interface LeafProof {
  readonly index: number;
  readonly path: readonly Bytes[];
  readonly checkpoint: string;
}

export interface Receipt {
  readonly signed: SignedStatement;
  readonly content: Bytes;
  readonly salt: Bytes;
  readonly proof: LeafProof | null;
  readonly acknowledgements: readonly SignedStatement[];
  readonly timestamp: Bytes | null;
}

/** What a receipt that holds tells. */
export interface Receipted {
  readonly receivedAt: string;
  readonly policy: string;
  readonly mergeSeconds: number;
  /** Where the log has it; null while the receipt is still the platform's promise. */
  readonly proven: Proven | null;
}

export interface Proven {
  readonly index: number;
  readonly size: number;
  readonly witnesses: readonly string[];
  readonly isWitnessed: boolean;
  /** When a quorum of witnesses had seen it, in seconds since 1970; null until then. */
  readonly reachedAt: number | null;
}

export class ReceiptRefused extends Error {
  override name = "ReceiptRefused";
}

export function parseReceipt(bytes: Uint8Array): Receipt {
  const form = Form.parse(bytes, "lucai-receipt/1", "signed", "opening", "proof", "acknowledgements", "timestamp");
  const opening = Form.of(form.json("opening"), "content", "salt");
  return {
    signed: parseSigned(utf8(form.text("signed", LONGEST))),
    content: utf8(opening.text("content", LONGEST)),
    salt: opening.octets("salt", 32),
    proof: form.optional("proof", proofOf),
    acknowledgements: form.items("acknowledgements", (item) => parseSigned(utf8(Form.of({ item }, "item").text("item", LONGEST)))),
    timestamp: form.optionalOctets("timestamp"),
  };
}

/** Check a receipt for one's own envelope; throws, with the reason, when it proves nothing. */
export async function checkReceipt(receipt: Receipt, envelope: Fingerprint, trust: Trust): Promise<Receipted> {
  const { platformKeys } = trust;
  if (!(await areStatedBy(receipt.signed, platformKeys))) {
    throw new ReceiptRefused("回执不是由平台的钥匙签名");
  }
  const form = Form.parse(receipt.signed.statement, "lucai-bid-receipt/1", "envelope", "policy", "receivedAt", "leaf", "mergeSeconds");
  const stated = {
    receivedAt: form.moment("receivedAt"),
    policy: hex(form.octets("policy", 32)),
    mergeSeconds: form.number("mergeSeconds"),
  };
  if (!isSame(form.json("envelope"), envelope)) throw new ReceiptRefused("回执说的是另一份投标");
  const leaf = form.octets("leaf", 32);
  if (hex(await openedLeaf(receipt)) !== hex(leaf)) throw new ReceiptRefused("回执的日志条目与内容和盐不符");
  if (!states(receipt.content, envelope, stated.receivedAt)) throw new ReceiptRefused("日志条目说的是另一份投标或另一时刻");
  return { ...stated, proven: receipt.proof && (await proven(leaf, receipt.proof, trust)) };
}

/** Check the platform's word that an envelope was withdrawn by this claim; returns when. */
export async function checkWithdrawal(signed: SignedStatement, envelope: Uint8Array, claim: Uint8Array, { platformKeys }: Trust): Promise<string> {
  if (!(await areStatedBy(signed, platformKeys))) {
    throw new ReceiptRefused("撤回回执不是由平台的钥匙签名");
  }
  const form = Form.parse(signed.statement, "lucai-bid-withdrawal/1", "envelope", "policy", "withdrawnAt", "claim");
  form.octets("policy", 32);
  const isOwn = hex(form.octets("envelope", 32)) === hex(envelope) && hex(form.octets("claim", 32)) === hex(await sha256(claim));
  if (!isOwn) throw new ReceiptRefused("撤回回执说的是另一份密封文件");
  return form.moment("withdrawnAt");
}

/** The leaf hash of the log's sealed entry: its moment and a commitment to its content. */
async function openedLeaf({ content, salt }: Receipt): Promise<Bytes> {
  const commitment = await sha256(concat(utf8("lucai-commitment/1\0"), salt, content));
  return leafHash(canonical({ at: entryOf(content).at ?? null, sealed: hex(commitment) }));
}

function states(content: Bytes, envelope: Fingerprint, receivedAt: string): boolean {
  const { at, body } = entryOf(content);
  const named = body !== null && typeof body === "object" && !Array.isArray(body) ? body.envelope : undefined;
  return at === receivedAt && isSame(named, envelope);
}

function entryOf(content: Bytes): { [name: string]: Json } {
  const entry = parseCanonical(content);
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) throw new ReceiptRefused("日志条目不是对象");
  return entry;
}

async function proven(leaf: Bytes, proof: LeafProof, trust: Trust): Promise<Proven> {
  const policy = await WitnessPolicy.parse(trust.witnessPolicy);
  // A receipt is minutes younger than its witnesses: the log's own signature is enough to begin with.
  const { checkpoint, times, isWitnessed, reachedAt } = policy.read(parseNote(proof.checkpoint));
  if (!(await isIncluded(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root))) {
    throw new ReceiptRefused("证明路径到不了它的检查点");
  }
  return { index: proof.index, size: checkpoint.size, witnesses: [...times.keys()], isWitnessed, reachedAt };
}

function proofOf(value: Json): LeafProof {
  const form = Form.of(value, "index", "path", "checkpoint");
  const path = form.items("path", (item) => Form.of({ item }, "item").octets("item", 32));
  return { index: form.number("index"), path, checkpoint: form.text("checkpoint", LONGEST) };
}

function isSame(value: Json | undefined, { sha256: one, sm3: other, size }: Fingerprint): boolean {
  const form = Form.of(value, "sha256", "sm3", "size");
  return form.text("sha256") === one && form.text("sm3") === other && form.number("size") === size;
}
