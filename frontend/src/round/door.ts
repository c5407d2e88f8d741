// The way in: chunks go to the drop, the envelope to the round's own door, where the supplier is signed in.
import { Drop } from "../bid/drop";
import type { KeptEnvelope, Pending, Withdrawal } from "../bid/kept";
import { trustOf } from "../bid/tender";
import { fromUtf8, hex, utf8, type Bytes } from "../seal/bytes";
import { canonical } from "../seal/canonical";
import { parseReceipt } from "../seal/receipt";
import { spellSignature, type Signature } from "../seal/signature";
import { envelopeForm, type OwnEnvelope } from "../seal/submission";
import { UploadRefused } from "../seal/upload";
import type { RoundOrder } from "./order";

/** An envelope that is ready, with the certificate's word that it is the one that is handed in. */
export interface SignedPending extends Pending {
  readonly signature: Signature;
}

export class Door extends Drop {
  constructor(
    private readonly order: RoundOrder,
    workerAddress: string,
    private readonly token: string,
    /** Fields that a round asks for besides the envelope. */
    private readonly beside: Readonly<Record<string, string>> = {},
  ) {
    super(order, workerAddress);
  }

  /** Post the envelope, again if need be; returns the receipt's file once it has been checked. */
  override handIn(pending: SignedPending, replaces: OwnEnvelope | null): Promise<Bytes> {
    const { core, sealed, uploadId, signature } = pending;
    return this.inWorker(async (worker) => {
      const claim = replaces && (await worker.makeClaim({ ...replaces, replacement: { core, sealed } }));
      const form = envelopeForm({ core, sealed }, claim);
      form.append("upload", uploadId);
      form.append("signature", fromUtf8(canonical(spellSignature(signature))));
      for (const [name, value] of Object.entries(this.beside)) form.append(name, value);
      const receipt = await this.post(form);
      await worker.checkReceipt({ receipt, core, sealed, ...this.rules() });
      return receipt;
    });
  }

  /** Withdraw what is handed in, by the key that only this browser has. */
  takeBack(own: KeptEnvelope): Promise<Withdrawal> {
    return this.inWorker(async (worker) => {
      const claim = await worker.makeClaim({ ...own, replacement: null });
      const form = new FormData();
      form.append("claim", fromUtf8(claim));
      const headers = { "X-CSRFToken": this.token };
      const answer = await fetch(`${this.order.door}steps/withdraw/`, { method: "POST", body: form, headers }).catch(() => null);
      if (!answer) throw new Error("网络不通，没有撤回，请稍候再试");
      const receipt = await fileOf(answer);
      return { receipt, at: await worker.checkWithdrawal({ receipt, envelope: own.hash, claim, trust: trustOf(this.order) }) };
    });
  }

  /** What the certificate signs when the envelope is handed in. */
  messageOf({ hash }: Pick<Pending, "hash">): Bytes {
    return utf8(`lucai-round-handing-in/1\n${this.order.project}/${this.order.lot}\n${hex(hash)}\n`);
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

/** A sentence of the door's, or one of ours where something else has answered. */
async function refusalOf(answer: Response): Promise<UploadRefused> {
  const isSentence = answer.headers.get("Content-Type")?.startsWith("text/plain");
  if (isSentence) return new UploadRefused(answer.status, await answer.text());
  const status = answer.status === 403 ? 500 : answer.status; // a session that has ended is no refusal
  return new UploadRefused(status, `平台现在没有接收（${answer.status}），密封好的报价已留在本机，请刷新页面后继续提交`);
}

async function bytesOf(answer: Response): Promise<Bytes> {
  const receipt = await fileOf(answer);
  parseReceipt(receipt);
  return receipt;
}

async function fileOf(answer: Response): Promise<Bytes> {
  if (answer.redirected) throw new Error("登录已经过期，请重新登录后继续，已填写的内容留在本机");
  if (!answer.ok) throw await refusalOf(answer);
  return new Uint8Array(await answer.arrayBuffer());
}
