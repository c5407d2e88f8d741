// Scoring without the mouse, and without losing a mark when the line breaks. The draft (draft.ts) keeps
// what is typed; here a mark waits until the server answers again and is then handed in by itself.
import { all, announce } from "./dom";

const AGAIN_MS = 3000;
const PATIENCE_MS = 4000;

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

/** A letter typed where a number stands is meant for the page: points have the focus when it opens. */
function isForThePage(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!isWriting(target)) return true;
  return target instanceof HTMLInputElement && target.inputMode === "decimal" && /^[a-z]$/i.test(event.key);
}

function go(link: HTMLElement | null | undefined): boolean {
  link?.click();
  return Boolean(link);
}

function band(box: HTMLElement, digit: number): boolean {
  const choice = all<HTMLInputElement>(".mark input[name=band]", box)[digit - 1];
  if (!choice) return false;
  choice.click();
  const points = box.querySelector<HTMLInputElement>(choice.value === "更正" ? ".mark [name=figure]" : ".mark [name=points]");
  points?.focus();
  points?.select();
  return true;
}

function bidder(box: HTMLElement, step: number): boolean {
  const links = all<HTMLAnchorElement>("[data-bid]", box);
  const here = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  return go(links[here + step]);
}

function act(box: HTMLElement, key: string): boolean {
  if (/^[1-9]$/.test(key)) return band(box, Number(key));
  if (key === "n") return bidder(box, 1);
  if (key === "p") return bidder(box, -1);
  if (key === "r") {
    const paper = box.querySelector<HTMLElement>(".paper-frame, .original");
    paper?.focus();
    return Boolean(paper);
  }
  return go(box.querySelector<HTMLElement>(`[data-go="${CSS.escape(key)}"]`));
}

function onKey(box: HTMLElement, event: KeyboardEvent): void {
  const form = box.querySelector<HTMLFormElement>("form.mark");
  if (event.key === "Enter" && event.ctrlKey && form) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isWriting(event.target)) (event.target as HTMLElement).blur();
  if (!isForThePage(event)) return;
  if (act(box, event.key.toLowerCase())) event.preventDefault();
}

async function answers(): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch("/healthz", { cache: "no-store", signal }).catch(() => null);
  return answer !== null && answer.status < 500;
}

class Mark {
  private through = false;
  private asking = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly state: HTMLElement | null,
  ) {
    form.addEventListener("submit", (event) => this.guard(event), true);
  }

  /** Hold a mark back until the server is known to answer; then send it as ever. */
  private guard(event: SubmitEvent): void {
    if (this.through) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.asking) void this.send();
  }

  private async send(): Promise<void> {
    this.asking = true;
    this.form.dispatchEvent(new Event("input", { bubbles: true })); // the draft keeps it meanwhile
    while (!(await answers())) {
      this.say("线路断开：评分已存在本机，恢复后自动提交，请不要关闭本页。");
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
    this.asking = false;
    this.through = true;
    this.form.requestSubmit();
    this.through = false;
  }

  private say(text: string): void {
    if (!this.state || this.state.textContent === text) return;
    this.state.textContent = text;
    announce(text);
  }
}

/** Take over the score sheet, where there is one. */
export function startScoring(): void {
  const box = document.querySelector<HTMLElement>("[data-scoring]");
  if (!box) return;
  document.addEventListener("keydown", (event) => onKey(box, event));
  const form = box.querySelector<HTMLFormElement>("form.mark");
  if (form) new Mark(form, box.querySelector<HTMLElement>("[data-line]"));
}
