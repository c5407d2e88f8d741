// The way in: chunks go to the drop, the envelope to the round's own door, where the supplier is signed in.
import { Drop } from "../bid/drop";
import type { KeptEnvelope, Pending } from "../bid/kept";
import { trustOf } from "../bid/tender";
import type { Bytes } from "../seal/bytes";
import { parseReceipt } from "../seal/receipt";
import { envelopeForm, type OwnEnvelope } from "../seal/submission";
import type { RoundOrder } from "./order";

export class Door extends Drop {
  constructor(
    private readonly order: RoundOrder,
    workerAddress: string,
    private readonly token: string,
  ) {
    super(order, workerAddress);
  }

  /** Post the envelope, again if need be; returns the receipt's file once it has been checked. */
  override handIn(pending: Pending, replaces: OwnEnvelope | null): Promise<Bytes> {
    const { core, sealed, fingerprint, uploadId } = pending;
    return this.inWorker(async (worker) => {
      const claim = replaces && (await worker.makeClaim({ ...replaces, replacement: { core, sealed } }));
      const form = envelopeForm({ core, sealed }, claim);
      form.append("upload", uploadId);
      const receipt = await this.post(form);
      await worker.checkReceipt({ receipt, envelope: fingerprint, trust: trustOf(this.order) });
      return receipt;
    });
  }

  /** Ask for the receipt of what is handed in now. */
  override async receiptOf(own: KeptEnvelope): Promise<Bytes | null> {
    void own;
    const answer = await fetch(`${this.order.door}receipt.json`, { cache: "no-store" });
    if (answer.status === 404) return null;
    return bytesOf(answer);
  }

  private async post(form: FormData): Promise<Bytes> {
    const headers = { "X-CSRFToken": this.token };
    const answer = await fetch(this.order.door, { method: "POST", body: form, headers }).catch(() => null);
    if (!answer) throw new Error("网络不通，密封好的报价已留在本机，请稍后继续提交");
    return bytesOf(answer);
  }
}

async function bytesOf(answer: Response): Promise<Bytes> {
  if (answer.redirected) throw new Error("登录已经过期，请重新登录后继续，已填写的内容留在本机");
  if (!answer.ok) throw new Error(await answer.text());
  const receipt = new Uint8Array(await answer.arrayBuffer());
  parseReceipt(receipt);
  return receipt;
}
