// Price tables from Excel into the page: a template to fill in, a file to read, rows to paste.
import { saveFile } from "../dialog";
import { all, announce, make } from "../dom";
import { rowsOf, writeFields } from "./fields";
import { emptyTable, isTable, pastedFrom, pastedSheet, pricesOf, SHEET, type Prices } from "./price_table";
import type { Tender } from "./tender";
import { readWorkbook, writeWorkbook } from "./workbook";

export function startPriceImport(page: HTMLElement, tender: Tender, changed: () => void): void {
  const file = page.querySelector<HTMLInputElement>("[data-price-file]")!;
  const show = (prices: Prices, from: string) => {
    if (!prices.problems.length) write(page, prices);
    say(page, prices, from);
    changed();
  };
  page.querySelector("[data-price-template]")!.addEventListener("click", () => void template(tender));
  file.addEventListener("change", () => void read(file, tender).then((prices) => prices && show(prices, "导入")));
  page.querySelector("[data-records='items']")!.addEventListener("paste", (event) => {
    const prices = pasted(event as ClipboardEvent, tender);
    if (prices) show(prices, "粘贴");
  });
}

async function template(tender: Tender): Promise<void> {
  saveFile(`${tender.project}-包${tender.lot}-${SHEET}.xlsx`, await writeWorkbook(SHEET, emptyTable(tender.items)));
}

async function read(input: HTMLInputElement, tender: Tender): Promise<Prices | null> {
  const file = input.files?.[0];
  input.value = "";
  if (!file) return null;
  try {
    return pricesOf(await readWorkbook(file), tender.items);
  } catch (error) {
    return { values: {}, problems: [`《${file.name}》${(error as Error).message}`] };
  }
}

/** What was copied from a spreadsheet; a single text is the field's own business. */
function pasted(event: ClipboardEvent, tender: Tender): Prices | null {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const field = event.target as HTMLInputElement;
  const place = field.closest("tr")?.querySelector<HTMLInputElement>("[data-key]")?.value;
  if (!/[\t\n]/.test(text.trim()) || place === undefined) return null;
  event.preventDefault();
  const sheet = pastedSheet(text);
  return isTable(sheet)
    ? pricesOf([sheet], tender.items)
    : pastedFrom(sheet, Number(place), field.name.split(".").pop()!, tender.items);
}

function write(page: HTMLElement, { values }: Prices): void {
  for (const [place, row] of rowsOf(page, "items")) {
    const found = values[Number(place)];
    if (!found) continue;
    writeFields(row, found);
    for (const field of all("input[name]", row)) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function say(page: HTMLElement, { values, problems }: Prices, from: string): void {
  const box = page.querySelector<HTMLElement>("[data-price-said]")!;
  const count = Object.keys(values).length;
  const head = problems.length ? `没有${from}，已经填写的内容没有改动。请改正后再试：` : `已${from} ${count} 项，请核对。`;
  const list = make("ul", "sm");
  list.append(...problems.map((problem) => make("li", "", problem)));
  const text = make("div", "grow");
  text.append(make("p", "", head), ...(problems.length ? [list] : []));
  box.className = `flash ${problems.length ? "bad" : "ok"}`;
  box.replaceChildren(text);
  box.hidden = false;
  announce(head);
}
