// data-poll="/url" data-every="5": reads a fragment of our own site again and again while the page is looked at.
import { all } from "./dom";

const LEAST_SECONDS = 2;

async function refresh(place: HTMLElement, known: { text: string; tag: string }): Promise<void> {
  if (document.hidden || place.contains(document.activeElement)) return;
  const headers: Record<string, string> = { "X-Fragment": "1" };
  if (known.tag) headers["If-None-Match"] = known.tag;
  const answer = await fetch(place.dataset.poll ?? "", { headers, redirect: "error" });
  if (answer.status === 404 || answer.status === 403) delete place.dataset.poll;
  if (!answer.ok) return;
  const text = await answer.text();
  known.tag = answer.headers.get("ETag") ?? "";
  if (text === known.text) return;
  known.text = text;
  place.innerHTML = text;
  place.dispatchEvent(new CustomEvent("lucai:refreshed", { bubbles: true }));
}

async function loop(place: HTMLElement): Promise<void> {
  const every = Math.max(LEAST_SECONDS, Number(place.dataset.every ?? "10")) * 1000;
  const known = { text: "", tag: "" };
  while (place.isConnected && place.dataset.poll) {
    await new Promise((done) => setTimeout(done, every));
    try {
      await refresh(place, known);
      place.removeAttribute("data-stale");
    } catch {
      place.dataset.stale = "yes"; // the line is down; what is shown stays, and says so
    }
  }
}

/** Start refreshing. */
export function startPolling(): void {
  for (const place of all("[data-poll]")) {
    const url = new URL(place.dataset.poll ?? "", location.href);
    if (url.origin === location.origin) void loop(place);
  }
}
