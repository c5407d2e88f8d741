// Handing in a bid, from the page's side: seal and upload, hand in, and believe only a receipt that proves it.
import { fromUtf8, type Bytes } from "./bytes";
import type { SealingWorker, SealListener } from "./client";
import type { Receipted, Trust } from "./receipt";
import type { Bid } from "./sealing";
import { postEnvelope, type UploadPlace } from "./upload";
import type { SealResult } from "./worker";

export interface Submission {
  /** The policy's bytes as published. */
  readonly policy: Bytes;
  readonly bid: Bid;
  readonly upload: UploadPlace;
  readonly trust: Trust;
}

export interface Submitted {
  readonly sealed: SealResult;
  /** The receipt's file, for the bidder to keep. */
  readonly receipt: Bytes;
  readonly receipted: Receipted;
}

/** Only when this returns may a page say 已提交; until then nothing has been handed in. */
export async function submitBid(
  worker: SealingWorker,
  { policy, bid, upload, trust }: Submission,
  listener: SealListener,
): Promise<Submitted> {
  const sealed = await worker.seal({ policy, bid, upload }, listener);
  const receipt = await postEnvelope(upload, envelopeForm(sealed));
  const receipted = await worker.checkReceipt({ receipt, envelope: sealed.fingerprint, trust });
  return { sealed, receipt, receipted };
}

/** Withdraw an envelope with its claim key; returns the signed statement that was taken. */
export async function withdrawBid(
  worker: SealingWorker,
  kept: { readonly core: Bytes; readonly sealed: Bytes; readonly claimSecret: Bytes },
  upload: UploadPlace,
): Promise<Bytes> {
  const claim = await worker.makeClaim({ ...kept, replacement: null });
  const form = new FormData();
  form.append("claim", fromUtf8(claim));
  await postEnvelope({ ...upload, base: `${upload.base}/claims` }, form);
  return claim;
}

/** The core is text and goes as a field; the sealed header is bytes and goes as a file. */
function envelopeForm({ core, sealed }: SealResult): FormData {
  const form = new FormData();
  form.append("core", fromUtf8(core));
  form.append("sealed", new Blob([sealed], { type: "application/octet-stream" }), "sealed.bin");
  return form;
}
