// Handing in a bid, from the page's side: seal and upload, hand in, check what the receipt proves.
import { fromUtf8, hex, utf8, type Bytes } from "./bytes";
import type { SealingWorker, SealListener } from "./client";
import type { Receipted, Trust } from "./receipt";
import type { Bid } from "./sealing";
import { postEnvelope, type UploadPlace } from "./upload";
import type { SealResult } from "./worker";

/** Under which rules was sealed, and whom the page says to believe. */
export interface Rules {
  /** The policy's bytes as published. */
  readonly policy: Bytes;
  readonly trust: Trust;
}

export interface Submission extends Rules {
  readonly bid: Bid;
  readonly upload: UploadPlace;
}

/** An envelope with what lets its bidder speak for it. */
export interface OwnEnvelope {
  readonly core: Bytes;
  readonly sealed: Bytes;
  readonly claimSecret: Bytes;
}

/** An envelope whose chunks are there, ready to be handed in, once or again. */
export interface Ready extends Pick<OwnEnvelope, "core" | "sealed"> {
  /** What it takes the place of. */
  readonly replaces: OwnEnvelope | null;
}

export interface Submitted {
  readonly sealed: SealResult;
  /** The receipt's file, for the bidder to keep. */
  readonly receipt: Bytes;
  readonly receipted: Receipted;
}

/** Only when this returns, with what the log proves, may a page say 已提交. */
export async function submitBid(
  worker: SealingWorker,
  { policy, bid, upload, trust }: Submission,
  listener: SealListener,
): Promise<Submitted> {
  const sealed = await worker.seal({ policy, trust, bid, upload }, listener);
  const receipt = await handIn(worker, { ...sealed, replaces: null }, upload);
  return { sealed, receipt, receipted: await worker.checkReceipt({ receipt, core: sealed.core, sealed: sealed.sealed, policy, trust }) };
}

/** Hand in what was sealed, again if need be; returns the receipt's file, which nobody has checked yet. */
export async function handIn(worker: SealingWorker, ready: Ready, upload: UploadPlace): Promise<Bytes> {
  const { core, sealed, replaces } = ready;
  const claim = replaces && (await worker.makeClaim({ ...replaces, replacement: { core, sealed } }));
  return postEnvelope(upload, spelt(ready, claim));
}

/** Withdraw an envelope with its claim key; returns the signed statement that was taken. */
export async function withdrawBid(worker: SealingWorker, kept: OwnEnvelope, upload: UploadPlace): Promise<Bytes> {
  const claim = await worker.makeClaim({ ...kept, replacement: null });
  const form = new FormData();
  form.append("claim", fromUtf8(claim));
  await postEnvelope({ ...upload, base: `${upload.base}/claims` }, form);
  return claim;
}

/** As JSON, which the platform reads in a rush quicker than a form. */
function spelt({ core, sealed }: Pick<Ready, "core" | "sealed">, claim: Bytes | null): Bytes {
  return utf8(JSON.stringify({ core: fromUtf8(core), sealed: hex(sealed), claim: claim ? fromUtf8(claim) : "" }));
}

/** The core is text and goes as a field; the sealed header is bytes and goes as a file. */
export function envelopeForm({ core, sealed }: Pick<Ready, "core" | "sealed">, claim: Bytes | null): FormData {
  const form = new FormData();
  form.append("core", fromUtf8(core));
  form.append("sealed", new Blob([sealed], { type: "application/octet-stream" }), "sealed.bin");
  if (claim) form.append("claim", fromUtf8(claim));
  return form;
}
