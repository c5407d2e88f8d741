// The platform's clock as the page was told: this machine's own may be wrong, and statements carry moments.

/** What to add to this machine's clock, in milliseconds. */
export function serverOffset(): number {
  const told = document.querySelector<HTMLElement>("[data-server-time]")?.dataset.serverTime;
  return told ? Number(told) - Date.now() : 0;
}

// Outside a page nobody told: a verifier without a browser is compiled from the same sources.
const offset = typeof document === "undefined" ? 0 : serverOffset();

/** The present moment by the platform's clock. */
export function serverMoment(): Date {
  return new Date(Date.now() + offset);
}
