// What a page of a sealed round was given: what is asked for, the policy, whom to trust, where to hand in.
import type { FormRules } from "./form";
import type { SealOrder } from "../bid/drop";
import type { Thing } from "../bid/tender";

/** As the server spells it; money in 分. */
export interface RoundOrder extends SealOrder {
  /** The round's number. */
  readonly project: string;
  readonly title: string;
  readonly deadline: string;
  readonly ceiling: number;
  /** The hash of the envelope that is handed in now; empty where there is none. */
  readonly held: string;
  /** Where the envelope is posted by whoever is signed in. */
  readonly door: string;
  readonly items: readonly Thing[];
  /** What is checked of a form; without it a quote is written. */
  readonly paper?: FormRules;
}

export function readOrder(page: ParentNode): RoundOrder {
  return JSON.parse(page.querySelector("script[type='application/json']")?.textContent ?? "") as RoundOrder;
}
