// The page's side of the sealing worker.
import type { Bytes } from "./bytes";
import { serverMoment } from "../server_time";
import { callWorker, STALLED, type Listener } from "./calls";
import type { Receipted } from "./receipt";
import type { Signature } from "./signature";
import type { SentBid } from "./sending";
import type { ClaimOrder, ReceiptOrder, SealOrder, SealResult, SendOrder, WithdrawalOrder } from "./worker";

export interface SealListener {
  progress(report: { done: number; total: number }): void;
  /** Let the bidder's certificates sign these bytes; the page shows what they say first. */
  answer(message: Bytes): Promise<readonly Signature[]>;
  /** The line has been down for long; return when it is to be tried again. Without it the act then fails. */
  stalled?(): Promise<void>;
}

export class SealingWorker {
  constructor(private readonly worker: Worker) {}

  seal(order: SealOrder, listener: SealListener): Promise<SealResult> {
    return callWorker(this.worker, "seal", { ...order, waits: Boolean(listener.stalled) }, asked(listener));
  }

  /** Send the chunks of a file that was sealed offline. */
  send(order: SendOrder, listener: Pick<SealListener, "progress" | "stalled">): Promise<SentBid> {
    return callWorker(this.worker, "send", { ...order, waits: Boolean(listener.stalled) }, asked(listener));
  }

  checkReceipt(order: ReceiptOrder): Promise<Receipted> {
    return callWorker(this.worker, "checkReceipt", order);
  }

  /** Returns when the envelope was withdrawn. */
  checkWithdrawal(order: WithdrawalOrder): Promise<string> {
    return callWorker(this.worker, "checkWithdrawal", order);
  }

  /** Returns the signed statement's file. */
  makeClaim(order: Omit<ClaimOrder, "at">): Promise<Bytes> {
    return callWorker(this.worker, "makeClaim", { ...order, at: serverMoment() });
  }

  /** Stop at once; nothing that was under way remains. */
  close(): void {
    this.worker.terminate();
  }
}

/** The worker asks for two things: that something be signed, and whether to go on after a long silence. */
function asked({ progress, answer, stalled }: Partial<SealListener> & Pick<SealListener, "progress">): Listener {
  return { progress, answer: async (question: Bytes | typeof STALLED) => (question === STALLED ? stalled?.() : answer?.(question)) };
}
