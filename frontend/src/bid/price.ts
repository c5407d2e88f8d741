// Amounts of the price table, in 分: quantity times unit price, rounded half up as the server does.
import { parseFen } from "../money";
import type { Draft } from "./draft";
import type { Tender, Thing } from "./tender";

const QUANTITY = /^(\d+)(?:\.(\d+))?$/;

export function amountOf(quantity: string, unitPrice: bigint): bigint | null {
  const match = QUANTITY.exec(quantity);
  if (!match) return null;
  const decimals = match[2] ?? "";
  const scale = 10n ** BigInt(decimals.length);
  const exact = BigInt(match[1]! + decimals) * unitPrice;
  return (2n * exact + scale) / (2n * scale);
}

export function lineAmount(draft: Draft, { place, quantity }: Thing): bigint | null {
  const unitPrice = parseFen(draft.items[place]?.unit_price ?? "");
  return unitPrice === null ? null : amountOf(quantity, unitPrice);
}

/** The sum of the table; null while a unit price is missing. */
export function itemsTotal(draft: Draft, tender: Tender): bigint | null {
  let sum = 0n;
  for (const thing of tender.items) {
    const amount = lineAmount(draft, thing);
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

export function priceOf(draft: Draft): bigint | null {
  return parseFen(draft.offer.price ?? "");
}
