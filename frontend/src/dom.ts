// Small words for the document, so that the islands stay short.

/** All elements under `root` that match, typed. */
export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return Array.from(root.querySelectorAll<T>(selector));
}

/** A new element with a class and text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  look = "",
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (text) element.textContent = text;
  return element;
}

/** Say something politely to a screen reader. */
export function announce(text: string): void {
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = text;
}
