// The list of checks, a green or a red line each, kept up to date while the bid is written.
import { all } from "../dom";
import { showYuan } from "../money";
import { judge, unanswered } from "./checks";
import type { Draft } from "./draft";
import { rowsOf } from "./fields";
import { itemsTotal, lineAmount } from "./price";
import { say } from "../words";
import type { Tender } from "./tender";

/** Judge everything; returns whether nothing prevents sealing. */
export function showChecks(page: ParentNode, draft: Draft, tender: Tender, now: number): boolean {
  const lines = all("[data-check]", page);
  const holding = lines.filter((line) => showLine(line, judge(line.dataset.check!, draft, tender, now)));
  page.querySelector("[data-count]")!.textContent = `${holding.length} / ${lines.length} 项符合`;
  return lines.every((line) => holding.includes(line) || !("blocks" in line.dataset));
}

function showLine(line: HTMLElement, wrong: string | null): boolean {
  const [holds, blocks] = [wrong === null, "blocks" in line.dataset];
  line.querySelector(".verdict")!.className = `verdict${holds ? " holds" : blocks ? "" : " warns"}`;
  line.querySelector("use")!.setAttribute("href", holds ? "#i-check" : blocks ? "#i-cross" : "#i-warn");
  line.querySelector("[data-sign]")!.textContent = holds ? "符合：" : blocks ? "不符合：" : "提示：";
  line.querySelector("[data-says]")!.textContent = wrong === null ? line.dataset.sentence! : say(wrong);
  return holds;
}

/** Amounts of the lines, their sum, and how many demands still wait. */
export function showSums(page: ParentNode, draft: Draft, tender: Tender): void {
  const things = new Map(tender.items.map((thing) => [String(thing.place), thing]));
  for (const [key, row] of rowsOf(page, "items")) {
    const thing = things.get(key);
    row.querySelector("[data-amount]")!.textContent = shown(thing ? lineAmount(draft, thing) : null);
  }
  const total = itemsTotal(draft, tender);
  page.querySelector("[data-total]")!.textContent = total === null ? "—" : `${showYuan(total)} 元`;
  const gaps = unanswered(draft, tender).length;
  const label = page.querySelector("[data-gaps]")!;
  label.textContent = gaps ? `共 ${tender.demands.length} 项，还有 ${gaps} 项没有响应` : `共 ${tender.demands.length} 项，已全部响应`;
}

function shown(amount: bigint | null): string {
  return amount === null ? "—" : showYuan(amount);
}
