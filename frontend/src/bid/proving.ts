// What a receipt is worth once this browser has checked it, and the asking again for one that proves too little yet.
import { equal, type Bytes } from "../seal/bytes";
import type { Receipted } from "../seal/receipt";
import type { KeptEnvelope } from "./kept";

const FIRST_PAUSE = 1000;
/** The log has a minute to merge; witnesses that do not answer are not asked for that often. */
const LONGEST_PAUSE = { promised: 60_000, proven: 600_000 };

/** A receipt that holds; 已提交 is said only where the log proves it, not of the platform's promise. */
export interface Passed {
  readonly receipt: Bytes;
  readonly receipted: Receipted;
}

/** A receipt that proves nothing, kept as evidence. */
export interface Refused {
  readonly receipt: Bytes;
  readonly why: string;
}

export type Word = Passed | Refused;

export type Held = KeptEnvelope & { readonly receipt: Bytes };

interface Asked {
  judge(receipt: Bytes, own: KeptEnvelope): Promise<Word>;
  receiptOf(own: KeptEnvelope): Promise<Bytes | null>;
}

export function isRefused(word: Word): word is Refused {
  return "why" in word;
}

/** Asks for one envelope's receipt, with growing pauses, until the log and its witnesses have spoken. */
export class ReceiptWatch {
  private turn = 0;

  constructor(
    private readonly drop: Asked,
    /** Called after each question, also when nothing new was heard: time has passed. */
    private readonly heard: (word: Word, own: Held) => Promise<void>,
  ) {}

  /** Watch this envelope from now on and no other; returns when there is nothing left to ask. */
  async follow(own: Held | null, known: Word | null): Promise<void> {
    const turn = ++this.turn;
    let word = known;
    for (let pause = FIRST_PAUSE; own && word && !isSettled(word); pause = Math.min(2 * pause, longest(word))) {
      await wait(pause);
      const receipt = await this.drop.receiptOf(own).catch(() => null);
      if (receipt && !equal(receipt, word.receipt)) word = await this.drop.judge(receipt, own);
      if (turn !== this.turn) return;
      await this.heard(word, own);
    }
  }
}

function isSettled(word: Word): boolean {
  return isRefused(word) || Boolean(word.receipted.proven?.isWitnessed);
}

function longest(word: Word): number {
  return isRefused(word) || word.receipted.proven ? LONGEST_PAUSE.proven : LONGEST_PAUSE.promised;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
