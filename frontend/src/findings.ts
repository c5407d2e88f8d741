// Findings without the mouse: a key decides the requirement at hand and leads to the next; nothing is chosen by itself.
import { all } from "./dom";

const PASSES = "1";
const FAILS = "2";

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

function choices(box: Element): HTMLInputElement[] {
  return all<HTMLInputElement>("input[type=radio]", box);
}

/** The requirement that has the focus, else the first without a finding. */
function placeOf(boxes: readonly HTMLElement[]): number {
  const here = boxes.findIndex((box) => box.contains(document.activeElement));
  if (here >= 0) return here;
  const open = boxes.findIndex((box) => !choices(box).some((choice) => choice.checked));
  return Math.max(open, 0);
}

function focus(box: HTMLElement | undefined): void {
  const radios = box ? choices(box) : [];
  (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
}

function decide(boxes: readonly HTMLElement[], at: number, key: string): void {
  const box = boxes[at]!;
  choices(box)[key === PASSES ? 0 : 1]?.click();
  if (key === FAILS) box.querySelector<HTMLInputElement>("input.input")?.focus();
  else focus(boxes[at + 1] ?? box);
}

function onKey(form: HTMLFormElement, boxes: readonly HTMLElement[], event: KeyboardEvent): void {
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const [key, at] = [event.key.toLowerCase(), placeOf(boxes)];
  if (key === PASSES || key === FAILS) decide(boxes, at, key);
  else if (key === "j" || key === "k") focus(boxes[at + (key === "j" ? 1 : -1)]);
  else return;
  event.preventDefault();
}

/** Take over the form of findings, where there is one that may be changed. */
export function startFindings(): void {
  const form = document.querySelector<HTMLFormElement>("[data-findings] form");
  const boxes = form ? all("fieldset.finding", form).filter((box) => choices(box).length) : [];
  if (form && boxes.length) document.addEventListener("keydown", (event) => onKey(form, boxes, event));
}
