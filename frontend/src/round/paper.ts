// What is sealed in a round: typed into the page, judged by this browser alone before the opening.
import type { PartSource } from "../seal/sealing";
import { FormPaper } from "./form";
import type { RoundOrder } from "./order";
import { QuotePaper } from "./quote";

export interface Paper {
  /** What it comes to; null while a price is missing. */
  total(): bigint | null;
  /** Null where it can be sealed, else why not. */
  problem(now: number): string | null;
  /** What is shown before it is signed. */
  shown(): [string, string][];
  parts(): PartSource[];
}

export function paperOf(page: HTMLElement, order: RoundOrder): Paper {
  return order.paper ? new FormPaper(page, order, order.paper) : new QuotePaper(page, order);
}
