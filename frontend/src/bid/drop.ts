// The way to the drop: seal while sending, keep what was sealed, hand in, believe only a proven receipt.
import { equal, hex, random, type Bytes } from "../seal/bytes";
import { SealingWorker, type SealListener } from "../seal/client";
import { checkPublished, type Published } from "../seal/published_policy";
import { parseReceipt } from "../seal/receipt";
import type { Bid, PartSource } from "../seal/sealing";
import { ownKeysOf, type SoftCertificate } from "../seal/soft_certificate";
import { handIn, withdrawBid, type OwnEnvelope, type Rules } from "../seal/submission";
import type { UploadPlace } from "../seal/upload";
import { inWords } from "./contents";
import type { KeptEnvelope, Pending } from "./kept";
import type { Word } from "./proving";
import { policyBytes, trustOf, type Tender } from "./tender";

export type SealOrder = Pick<Tender, "policy" | "policyInLog" | "trust" | "drop" | "pass" | "lot" | "bidder">;

export class Drop {
  constructor(
    private readonly tender: SealOrder,
    private readonly workerAddress: string,
  ) {}

  /** See that the policy that is sealed under is in the log, for everybody; throws why it is not. */
  published(): Promise<Published> {
    const { policyInLog, trust } = this.tender;
    return checkPublished(policyBytes(this.tender), policyInLog, trust.witnessPolicy);
  }

  /** Encrypt, sign and send the parts; what comes back is not handed in yet. */
  async seal(parts: readonly PartSource[], replaces: KeptEnvelope | null, signer: SoftCertificate, listener: SealListener): Promise<Pending> {
    await this.published();
    const uploadId = hex(random(16));
    const bid = this.bid(parts, replaces, signer);
    const order = { ...this.rules(), bid, upload: this.place(uploadId) };
    const { core, sealed, hash, fingerprint, claimSecret, recoveryCode } = await this.inWorker((worker) => worker.seal(order, listener));
    return { core, sealed, hash, fingerprint, claimSecret, recoveryCode, uploadId, contents: inWords(parts) };
  }

  /** Send what was sealed offline; its key file says whether it is the one. */
  async send(file: Blob, own: KeptEnvelope, listener: Omit<SealListener, "answer">): Promise<Pending> {
    const uploadId = hex(random(16));
    const order = { file, upload: this.place(uploadId) };
    const sent = await this.inWorker((worker) => worker.send(order, listener));
    if (!equal(sent.hash, own.hash)) throw new Error("凭据说的是另一份投标文件，请选择一起保存的两个文件");
    return { ...own, ...sent, uploadId };
  }

  /** Hand in what was sealed, again if need be; returns the receipt's file, which nobody has checked yet. */
  handIn(pending: Pending, replaces: OwnEnvelope | null): Promise<Bytes> {
    const { core, sealed, uploadId } = pending;
    const ready = { core, sealed, replaces };
    return this.inWorker((worker) => handIn(worker, ready, this.place(uploadId)));
  }

  withdraw(kept: KeptEnvelope): Promise<Bytes> {
    return this.inWorker((worker) => withdrawBid(worker, kept, this.place(hex(random(16)))));
  }

  /** Check a receipt for one's own envelope; one that does not hold is handed back with the reason. */
  async judge(receipt: Bytes, { core, sealed }: Pick<KeptEnvelope, "core" | "sealed">): Promise<Word> {
    const order = { receipt, core, sealed, ...this.rules() };
    try {
      return { receipt, receipted: await this.inWorker((worker) => worker.checkReceipt(order)) };
    } catch (error) {
      return { receipt, why: (error as Error).message };
    }
  }

  /** Ask for the receipt of an envelope once more; null when the platform has not got the envelope. */
  async receiptOf({ hash }: KeptEnvelope): Promise<Bytes | null> {
    const address = `${this.tender.drop}receipts/${hex(hash)}`;
    const answer = await fetch(address, { headers: this.headers(), credentials: "omit", cache: "no-store" });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(await answer.text());
    const receipt = new Uint8Array(await answer.arrayBuffer());
    parseReceipt(receipt);
    return receipt;
  }

  protected rules(): Rules {
    return { policy: policyBytes(this.tender), trust: trustOf(this.tender) };
  }

  private bid(parts: readonly PartSource[], replaces: KeptEnvelope | null, signer: SoftCertificate): Bid {
    // The worker reads the policy strictly before it seals anything.
    const policy = JSON.parse(this.tender.policy) as { suite: string; bidder: unknown };
    return {
      lot: String(this.tender.lot),
      bidders: [this.tender.bidder],
      declarations: {},
      parts,
      ownKeys: ownKeysOf(signer, policy.suite),
      withCode: policy.bidder !== null,
      previous: replaces && replaces.hash,
    };
  }

  private place(uploadId: string): UploadPlace {
    return { base: new URL(this.tender.drop + uploadId, location.origin).href, headers: this.headers() };
  }

  private headers(): Record<string, string> {
    return { "X-Drop-Pass": this.tender.pass };
  }

  /** A worker for each act: when it ends, its memory and its keys end with it. */
  async inWorker<T>(act: (worker: SealingWorker) => Promise<T>): Promise<T> {
    const worker = new SealingWorker(new Worker(this.workerAddress));
    try {
      return await act(worker);
    } finally {
      worker.close();
    }
  }
}
