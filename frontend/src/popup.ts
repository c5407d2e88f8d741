// Pop-ups made of <details data-pop>: Escape and a press elsewhere close them; one is open at a time.
import { all } from "./dom";

function opened(): HTMLDetailsElement[] {
  return all<HTMLDetailsElement>("details[data-pop][open]");
}

function onPress(event: Event): void {
  for (const pop of opened()) if (!pop.contains(event.target as Node)) pop.open = false;
}

function onEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  for (const pop of opened()) {
    const inside = pop.contains(document.activeElement);
    pop.open = false;
    if (inside) pop.querySelector<HTMLElement>("summary")?.focus();
  }
}

/** Keep the text of an article inside the window. */
function keepInside(event: Event): void {
  const pop = event.target;
  if (!(pop instanceof HTMLDetailsElement) || !pop.open || !pop.matches(".law")) return;
  const panel = pop.querySelector<HTMLElement>(":scope > div");
  if (!panel) return;
  const over = panel.getBoundingClientRect().right - document.documentElement.clientWidth + 16;
  panel.style.left = over > 0 ? `${-over}px` : "";
}

/** Start closing what was opened; lead the reader to the reasons of a closed step. */
export function startPopups(): void {
  document.addEventListener("click", onPress);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("toggle", keepInside, true);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[aria-disabled=true][href^='#']");
    const panel = link && document.getElementById(link.hash.slice(1));
    if (panel) setTimeout(() => panel.focus());
  });
}
