// The worker that seals: the page stays quick, and the keys stay here.
import { BidFile } from "./bid_file";
import type { Bytes } from "./bytes";
import { answerCalls, STALLED, type Line } from "./calls";
import { makeClaim } from "./claim";
import { parseCore } from "./core";
import { parseEnvelope } from "./opening";
import { checkOwnReceipt } from "./own_receipt";
import { secretByCode } from "./own_secret";
import { parsePolicy } from "./policy";
import { checkPromise } from "./promise";
import { checkWithdrawal, parseReceipt, type Receipted, type Trust } from "./receipt";
import { sealBid, type Bid, type Means, type SealedBid } from "./sealing";
import { sendBidFile, type SentBid } from "./sending";
import type { Signature } from "./signature";
import { forgetKeys } from "./sm4gcm";
import { parseSigned, spellSigned } from "./statement";
import { putChunk, type UploadPlace } from "./upload";

export interface SealOrder {
  /** The policy's bytes as published. */
  readonly policy: Bytes;
  /** Whom the page says to believe; it must be as the policy says. Without a page there is nobody. */
  readonly trust: Trust | null;
  readonly bid: Bid;
  /** Where chunks go while they are made; without it they come back in one file. */
  readonly upload: UploadPlace | null;
  /** Whether the page waits for who is in front of it when the line has been down for long. */
  readonly waits?: boolean;
}

export interface SealResult extends SealedBid {
  /** The `.lcbid` file, when nothing was uploaded. */
  readonly file: Blob | null;
}

export interface SendOrder {
  /** The `.lcbid` file. */
  readonly file: Blob;
  readonly upload: UploadPlace;
  readonly waits?: boolean;
}

export interface ReceiptOrder {
  readonly receipt: Bytes;
  readonly core: Bytes;
  readonly sealed: Bytes;
  /** The policy's bytes as published. */
  readonly policy: Bytes;
  readonly trust: Trust;
}

export interface WithdrawalOrder {
  /** What the platform answered, and the hash of the envelope and the claim's file that were sent. */
  readonly receipt: Bytes;
  readonly envelope: Bytes;
  readonly claim: Bytes;
  readonly trust: Trust;
}

export interface ClaimOrder {
  readonly core: Bytes;
  readonly sealed: Bytes;
  readonly claimSecret: Bytes;
  /** By the platform's clock: who has a wrong one must not seem late. */
  readonly at: Date;
  readonly replacement: { readonly core: Bytes; readonly sealed: Bytes } | null;
}

const acts = {
  async seal({ policy, trust, bid, upload: to, waits }: SealOrder, line: Line): Promise<SealResult> {
    const file = new BidFile();
    const upload = to && patient(to, line, waits);
    const means: Means = {
      write: (part, chunk, sealed) =>
        upload ? putChunk(upload, part, chunk, sealed) : file.write(part, chunk, sealed),
      sign: async (message) => (await line.ask(message)) as readonly Signature[],
      progress: (done, total) => line.progress({ done, total }),
    };
    try {
      const rules = await parsePolicy(policy);
      if (trust) await checkPromise(rules, trust);
      const made = await sealBid(rules, bid, means);
      // A code that opens nothing must be found out now, not on the day of the opening.
      if (made.recoveryCode) await secretByCode(parseCore(made.core), made.recoveryCode);
      return { ...made, file: upload ? null : await file.finish(made.core, made.sealed) };
    } finally {
      await forgetKeys();
    }
  },

  send: ({ file, upload, waits }: SendOrder, line: Line): Promise<SentBid> =>
    sendBidFile(file, patient(upload, line, waits), (done, total) => line.progress({ done, total })),

  checkReceipt: async ({ receipt, core, sealed, policy, trust }: ReceiptOrder): Promise<Receipted> =>
    checkOwnReceipt(parseReceipt(receipt), { core, sealed }, await parsePolicy(policy), trust),

  checkWithdrawal: ({ receipt, envelope, claim, trust }: WithdrawalOrder): Promise<string> =>
    checkWithdrawal(parseSigned(receipt), envelope, claim, trust),

  async makeClaim({ core, sealed, claimSecret, at, replacement }: ClaimOrder): Promise<Bytes> {
    const next = replacement && parseEnvelope(replacement.core, replacement.sealed);
    return spellSigned(await makeClaim(parseEnvelope(core, sealed), claimSecret, at, next));
  },
};

/** The secrets and what was sent stay where they are while the page waits; several chunks ask one question. */
function patient(upload: UploadPlace, line: Line, waits = false): UploadPlace {
  let asked: Promise<unknown> | null = null;
  if (!waits) return upload;
  return { ...upload, stalled: () => (asked ??= line.ask(STALLED).finally(() => (asked = null))) };
}

answerCalls(self as never, acts as never);
