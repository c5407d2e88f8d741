// A quote: unit prices and words as typed, and what is wrong with them. Nobody but this browser can check it before the opening.
import { amountOf } from "../bid/price";
import { all } from "../dom";
import { parseFen, showYuan } from "../money";
import { canonical } from "../seal/canonical";
import type { PartSource } from "../seal/sealing";
import type { RoundOrder } from "./order";
import type { Paper } from "./paper";

export interface Quote {
  /** By place, as typed. */
  readonly prices: readonly string[];
  readonly statement: string;
}

export function readQuote(page: ParentNode): Quote {
  return {
    prices: all<HTMLInputElement>("[data-price]", page).map(({ value }) => value.trim()),
    statement: page.querySelector<HTMLTextAreaElement>("[data-statement]")!.value.trim(),
  };
}

/** The sum of quantity times unit price; null while a price is missing or none. */
export function totalOf({ prices }: Quote, { items }: RoundOrder): bigint | null {
  let sum = 0n;
  for (const [place, { quantity }] of items.entries()) {
    const fen = parseFen(prices[place] ?? "");
    const amount = fen === null || fen <= 0n ? null : amountOf(quantity, fen);
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

/** Null where it can be sealed, else why not. */
export function problemOf(quote: Quote, order: RoundOrder, now: number): string | null {
  if (now >= Date.parse(order.deadline)) return "提交时间已过，不能再提交。";
  const missing = order.items.filter(({ place }) => !((parseFen(quote.prices[place] ?? "") ?? 0n) > 0n)).map(({ name }) => name);
  if (missing.length) return `还没有填写大于零的单价：${missing.join("、")}。`;
  const over = (totalOf(quote, order) ?? 0n) - BigInt(order.ceiling);
  if (over > 0n) return `报价超过上限 ${showYuan(BigInt(order.ceiling))} 元，超出 ${showYuan(over)} 元，不能提交。`;
  return null;
}

export function partsOf(quote: Quote, order: RoundOrder): PartSource[] {
  const content = canonical({
    price: showYuan(totalOf(quote, order) ?? 0n).replaceAll(",", ""),
    items: order.items.map(({ place }) => ({ place, unit_price: quote.prices[place] ?? "" })),
    statement: quote.statement,
  });
  return [{ part: "offer", file: "offer.json", media: "application/json", content: new Blob([content]) }];
}

export class QuotePaper implements Paper {
  constructor(
    private readonly page: HTMLElement,
    private readonly order: RoundOrder,
  ) {}

  total(): bigint | null {
    return totalOf(readQuote(this.page), this.order);
  }

  problem(now: number): string | null {
    return problemOf(readQuote(this.page), this.order, now);
  }

  shown(): [string, string][] {
    const total = this.total();
    const { statement } = readQuote(this.page);
    return [["总价", total === null ? "—" : `${showYuan(total)} 元`], ...(statement ? [["说明", statement] as [string, string]] : [])];
  }

  parts(): PartSource[] {
    return partsOf(readQuote(this.page), this.order);
  }
}
