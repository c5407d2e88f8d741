// A form that is sealed as it was typed: its fields, and what is wrong with them before anybody may read them.
import { all } from "../dom";
import { parseFen, showYuan } from "../money";
import { canonical, type Json } from "../seal/canonical";
import type { PartSource } from "../seal/sealing";
import type { RoundOrder } from "./order";
import type { Paper } from "./paper";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Pair = readonly [number | null, number | null];

/** As the server spells it (rounds/papers.py); names of rows have no numbers, money is in 分. */
export interface FormRules {
  readonly lengths: Readonly<Record<string, Pair>>;
  readonly ranges: Readonly<Record<string, Pair>>;
  readonly limits: readonly Limit[];
  readonly needs: readonly { readonly field: string; readonly why: string; readonly least: number }[];
}

interface Limit {
  readonly field: string;
  readonly most: number;
  readonly why: string;
  readonly unit: string;
  readonly whole: boolean;
  readonly when: readonly [string, string] | null;
}

export class FormPaper implements Paper {
  constructor(
    private readonly page: HTMLElement,
    private readonly order: RoundOrder,
    private readonly rules: FormRules,
  ) {}

  total(): bigint | null {
    const price = parseFen(this.value("price"));
    return price !== null && price > 0n ? price : null;
  }

  problem(now: number): string | null {
    if (now >= Date.parse(this.order.deadline)) return "提交时间已过，不能再提交。";
    const missing = this.controls().filter((one) => one.getAttribute("aria-required") === "true" && one.type !== "checkbox" && !one.value.trim());
    if (missing.length) return `还没有填写：${missing.map(labelOf).join("、")}。`;
    return this.first(this.controls(), (one) => this.misspelt(one)) ?? this.first(this.rules.limits, (one) => this.over(one)) ?? this.lacking();
  }

  shown(): [string, string][] {
    const seen = this.controls().filter((one) => one.type !== "hidden" && (one.type === "checkbox" || one.value.trim()));
    return seen.map((one) => [labelOf(one), inWords(one)]);
  }

  parts(): PartSource[] {
    const content = canonical(nested(this.controls().map((one) => [one.name, valueOf(one)])));
    return [{ part: "offer", file: "offer.json", media: "application/json", content: new Blob([content]) }];
  }

  private misspelt(one: Control): string | null {
    const value = valueOf(one);
    const [shortest, longest] = this.rules.lengths[familyOf(one)] ?? [null, null];
    const size = [...value].length;
    if (value && shortest !== null && size < shortest) return `“${labelOf(one)}”不少于 ${shortest} 个字。`;
    if (longest !== null && size > longest) return `“${labelOf(one)}”不超过 ${longest} 个字，现在 ${size} 个。`;
    if (value && "money" in one.dataset) return parseFen(value) === null ? `“${labelOf(one)}”请填写数字，最多两位小数。` : null;
    return value ? this.outside(one, value) : null;
  }

  private outside(one: Control, value: string): string | null {
    const range = this.rules.ranges[familyOf(one)];
    if (!range) return null;
    const [least, most] = range;
    if (!/^\d{1,9}$/.test(value)) return `“${labelOf(one)}”请填写整数。`;
    const isOut = (least !== null && Number(value) < least) || (most !== null && Number(value) > most);
    return isOut ? `“${labelOf(one)}”应当在 ${least ?? 0} 到 ${most ?? "…"} 之间。` : null;
  }

  private over({ field, most, why, unit, whole, when }: Limit): string | null {
    if (when && this.value(when[0]) !== when[1]) return null;
    const isMoney = unit === "元";
    const said = isMoney ? parseFen(this.value(field)) : BigInt(this.value(field) || "0");
    if (said === null || (isMoney && said <= 0n)) return "还没有填写大于零的报价。";
    if (whole && said % 100n) return `“${this.label(field)}”应当为整元。`;
    const excess = said - BigInt(most);
    if (excess <= 0n) return null;
    const show = (amount: bigint): string => (isMoney ? showYuan(amount) : String(amount));
    return `${why} ${show(BigInt(most))} ${unit}，超出 ${show(excess)} ${unit}，不能提交。`;
  }

  private lacking(): string | null {
    const short = this.rules.needs.find(({ field, least }) => !this.value(field) || Number(this.value(field)) < least);
    return short?.why ?? null;
  }

  private first<T>(items: readonly T[], wrong: (item: T) => string | null): string | null {
    for (const item of items) {
      const said = wrong(item);
      if (said) return said;
    }
    return null;
  }

  private controls(): Control[] {
    return all<Control>("[data-field]", this.page);
  }

  private value(name: string): string {
    const found = this.controls().find((one) => one.name === name);
    return found ? valueOf(found) : "";
  }

  private label(name: string): string {
    return this.controls().find((one) => one.name === name)?.dataset.field ?? name;
  }
}

/** Turn dotted names into objects and lists, as the server's forms are read. */
function nested(pairs: readonly (readonly [string, string])[]): { [name: string]: Json } {
  const whole: { [name: string]: Json } = {};
  for (const [name, value] of pairs) {
    const [first, place, rest] = name.split(".");
    if (place === undefined || rest === undefined) whole[name] = value;
    else {
      const rows = (whole[first!] ??= []) as { [name: string]: Json }[];
      (rows[Number(place)] ??= {})[rest] = value;
    }
  }
  return whole;
}

function familyOf(one: Control): string {
  return one.name.replace(/\.\d+\./, ".");
}

function valueOf(one: Control): string {
  if (one instanceof HTMLInputElement && one.type === "checkbox") return one.checked ? "yes" : "";
  return one.value.trim();
}

function inWords(one: Control): string {
  if (one.type === "checkbox") return valueOf(one) ? "是" : "否";
  return one instanceof HTMLSelectElement ? one.selectedOptions[0]!.text : valueOf(one);
}

function labelOf(one: Control): string {
  return one.dataset.field!;
}
