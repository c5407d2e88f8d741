// After htmx changed a part of the page: token sent along, focus on the heading or the error summary, busy state said.

/** Put the focus where the reader must look: the error summary, if there is one. */
export function landOn(root: ParentNode): void {
  const summary = root.querySelector<HTMLElement>("#error-summary");
  summary?.focus();
}

function token(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

/** Listen to htmx. */
export function startSwaps(): void {
  document.body.addEventListener("htmx:configRequest", (event) => {
    (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = token();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    (event as CustomEvent<{ target: Element }>).detail.target.setAttribute("aria-busy", "true");
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent<{ target: HTMLElement }>).detail.target;
    target.removeAttribute("aria-busy");
    const place = target.querySelector<HTMLElement>("#error-summary, h1, h2");
    if (!place) return;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus();
  });
}
