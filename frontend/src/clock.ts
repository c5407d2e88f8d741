// Server clock: asks /time once in a while, keeps the offset, ticks the display, warns when this machine is off.
import { all } from "./dom";

const RESYNC_MS = 5 * 60 * 1000;
const DRIFT_MS = 1000;
const BEIJING_MS = 8 * 3600 * 1000;

let offset = 0;
const listeners: Array<() => void> = [];

/** The present moment by the server's clock, in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Call `tick` about once a second, on the second of the server's clock. */
export function everySecond(tick: () => void): void {
  listeners.push(tick);
  tick();
}

async function ask(): Promise<number | null> {
  const sent = Date.now();
  try {
    const answer = await fetch("/time", { cache: "no-store", credentials: "omit" });
    if (!answer.ok) return null;
    const body = (await answer.json()) as { now: number };
    const back = Date.now();
    return body.now + (back - sent) / 2 - back;
  } catch {
    return null; // off line: the last offset is still the best guess
  }
}

async function synchronise(): Promise<void> {
  const found = await ask();
  if (found === null) return;
  offset = found;
  for (const tick of listeners) tick();
  showDrift(found);
}

function showDrift(found: number): void {
  if ("demo" in document.body.dataset) return; // the demonstration clock is meant to differ
  const away = Math.abs(found);
  const off = away > DRIFT_MS;
  const seconds = (away / 1000).toFixed(1);
  for (const note of all("[data-clock-note]")) note.textContent = `本机偏差 ${words(away)}`;
  for (const dot of all(".clock .dot")) dot.classList.toggle("off", off);
  const banner = document.querySelector<HTMLElement>("[data-drift]");
  if (!banner) return;
  banner.hidden = !off;
  const side = found > 0 ? "慢" : "快";
  banner.textContent = off ? `您的电脑时间${side} ${seconds} 秒。所有期限以本页的北京时间为准。` : "";
}

function words(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`;
}

function paint(): void {
  const text = new Date(serverNow() + BEIJING_MS).toISOString().slice(11, 19);
  for (const place of all("[data-clock-text]")) place.textContent = text;
}

function beat(): void {
  for (const tick of listeners) tick();
  setTimeout(beat, 1000 - (serverNow() % 1000));
}

/** Start ticking, if the page shows a clock. */
export function startClock(): void {
  const clock = document.querySelector<HTMLElement>("[data-clock]");
  if (clock?.dataset.serverTime) offset = Number(clock.dataset.serverTime) - Date.now() + sincePage();
  if (clock) everySecond(paint);
  beat();
  if (!clock || location.protocol === "file:") return;
  void synchronise();
  setInterval(() => void synchronise(), RESYNC_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void synchronise();
  });
}

/** How long ago the page's first byte came: its printed time is that old. */
function sincePage(): number {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry ? performance.now() - entry.responseStart : 0;
}
