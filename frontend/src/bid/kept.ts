// What only the bidder keeps of an envelope: the key with which it is replaced or withdrawn, and its receipt.
import { fromHex, fromUtf8, hex, utf8, type Bytes } from "../seal/bytes";
import { canonical, type Json } from "../seal/canonical";
import { Form } from "../seal/forms";
import type { Fingerprint } from "../seal/receipt";
import type { OwnEnvelope } from "../seal/submission";
import type { Refused } from "./proving";
import type { Tender } from "./tender";

const TYPE = "lucai-bid-key/1";
const LONGEST = 1 << 22;

export interface KeptEnvelope extends OwnEnvelope {
  readonly hash: Bytes;
  readonly fingerprint: Fingerprint;
  readonly recoveryCode: string | null;
  /** What was sealed, in words. */
  readonly contents: string;
}

export interface Pending extends KeptEnvelope {
  /** Under which name its chunks were sent. */
  readonly uploadId: string;
}

/** Whose envelope it is, for which lot; the offline tool knows no more. */
export interface KeyOwner {
  readonly project: string;
  readonly lot: number | string;
  readonly bidder: { readonly name: string };
}

export interface Kept {
  /** What is handed in now, with its receipt's file. */
  readonly current: (KeptEnvelope & { readonly receipt: Bytes }) | null;
  /** What was sealed and has no receipt yet. */
  readonly pending: Pending | null;
  readonly isWithdrawn: boolean;
  /** A receipt that this browser found to prove nothing, until another one holds. */
  readonly refused?: Refused | null;
  /** The platform's word that the last one was withdrawn, where it gives one. */
  readonly withdrawal?: Withdrawal;
}

export interface Withdrawal {
  /** Its file. */
  readonly receipt: Bytes;
  readonly at: string;
}

export const NOTHING: Kept = { current: null, pending: null, isWithdrawn: false };

/** Spell the `.lckey.json` file: everything that another computer needs to speak for the envelope. */
export function spellKey({ project, lot, bidder }: KeyOwner, kept: KeptEnvelope): Bytes {
  return canonical({
    type: TYPE,
    note: "撤改凭据：只给投标人自己，请勿交给他人",
    project,
    lot: String(lot),
    bidder: bidder.name,
    envelope: hex(kept.hash),
    fingerprint: { ...kept.fingerprint },
    contents: kept.contents,
    core: fromUtf8(kept.core),
    sealed: hex(kept.sealed),
    claimSecret: hex(kept.claimSecret),
    recoveryCode: kept.recoveryCode,
  });
}

/** Read a `.lckey.json` file, which must be for this lot. */
export function parseKey(tender: Pick<Tender, "project" | "lot">, bytes: Uint8Array): KeptEnvelope {
  const form = Form.parse(bytes, TYPE, "note", "project", "lot", "bidder", "envelope", "fingerprint", "contents", "core",
    "sealed", "claimSecret", "recoveryCode");
  if (form.text("project") !== tender.project || form.text("lot") !== String(tender.lot)) {
    throw new Error(`这份凭据是项目 ${form.text("project")} 包 ${form.text("lot")} 的`);
  }
  return {
    core: utf8(form.text("core", LONGEST)),
    sealed: fromHex(form.text("sealed", LONGEST)),
    claimSecret: form.octets("claimSecret", 32),
    hash: form.octets("envelope", 32),
    fingerprint: fingerprintOf(form.json("fingerprint")),
    recoveryCode: form.optional("recoveryCode", () => form.text("recoveryCode")),
    contents: form.text("contents", LONGEST),
  };
}

function fingerprintOf(value: Json): Fingerprint {
  const form = Form.of(value, "sha256", "sm3", "size");
  return { sha256: form.text("sha256"), sm3: form.text("sm3"), size: form.number("size") };
}
