// Rows that can be added and removed (lots.0.name, lots.1.name …). Without scripts the server does it.
import { all, announce } from "./dom";

const INDEX = /__i__/g;

function rowsOf(box: HTMLElement): HTMLElement[] {
  return all<HTMLElement>(":scope > [data-row]", box);
}

/** Add one empty row; false when the page brought no pattern for it. */
export function addRow(box: HTMLElement): HTMLElement | null {
  const pattern = box.querySelector<HTMLTemplateElement>(":scope > template");
  if (!pattern) return null;
  const index = nextIndex(box);
  const copy = document.importNode(pattern.content, true);
  for (const element of all<HTMLElement>("*", copy)) fill(element, index);
  const row = copy.querySelector<HTMLElement>("[data-row]");
  box.insertBefore(copy, pattern);
  number(box);
  return row;
}

/** One more than the highest index in use: a removed row's name is not used again. */
function nextIndex(box: HTMLElement): number {
  const start = `${box.dataset.rows}.`;
  const used = all<HTMLInputElement>("[name]", box)
    .filter((field) => field.name.startsWith(start))
    .map((field) => Number.parseInt(field.name.slice(start.length), 10))
    .filter((index) => !Number.isNaN(index));
  const removed = all<HTMLButtonElement>("[data-remove]", box).map((b) => Number.parseInt(b.value.split(".").pop() ?? "", 10));
  return Math.max(-1, ...used, ...removed.filter((index) => !Number.isNaN(index))) + 1;
}

function fill(element: HTMLElement, index: number): void {
  for (const attribute of Array.from(element.attributes)) {
    if (attribute.value.includes("__i__")) attribute.value = attribute.value.replace(INDEX, String(index));
  }
}

function number(box: HTMLElement): void {
  rowsOf(box).forEach((row, place) => {
    const ordinal = row.querySelector("[data-ordinal]");
    if (ordinal) ordinal.textContent = String(place + 1);
  });
}

function remove(box: HTMLElement, row: HTMLElement): void {
  const least = Number(box.dataset.least ?? "1");
  const label = box.dataset.label ?? "行";
  if (rowsOf(box).length <= least) {
    announce(`至少保留 ${least} ${label}`);
    return;
  }
  row.remove();
  number(box);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.querySelector<HTMLElement>("[data-add]")?.focus();
  announce(`已删除一${label}`);
}

function onClick(box: HTMLElement, event: Event): void {
  const button = (event.target as Element).closest<HTMLButtonElement>("[data-add], [data-remove]");
  if (!button || button.closest("[data-rows]") !== box) return;
  if ("remove" in button.dataset) {
    const row = button.closest<HTMLElement>("[data-row]");
    event.preventDefault();
    if (row) remove(box, row);
    return;
  }
  const row = addRow(box);
  if (!row) return; // no pattern: let the server add it
  event.preventDefault();
  row.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
  announce(`已增加一${box.dataset.label ?? "行"}`);
}

/** Take over the add and remove buttons. */
export function startRows(): void {
  for (const box of all("[data-rows]")) box.addEventListener("click", (event) => onClick(box, event));
}
