// Remaining time of a deadline, by the server's clock. With data-reload the page is read again when it is reached.
import { all } from "./dom";
import { everySecond, serverNow } from "./clock";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Words for the seconds that are left. */
export function remaining(seconds: number): string {
  if (seconds <= 0) return "已到时";
  if (seconds < HOUR) return `${two(seconds / MINUTE)}:${two(seconds % MINUTE)}`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} 小时 ${Math.floor((seconds % HOUR) / MINUTE)} 分`;
  const hours = Math.floor((seconds % DAY) / HOUR);
  return `${Math.floor(seconds / DAY)} 天${hours ? ` ${hours} 小时` : ""}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}

function paint(place: HTMLElement): void {
  const until = Date.parse(place.dataset.countdown ?? "");
  if (Number.isNaN(until)) return;
  const seconds = Math.ceil((until - serverNow()) / 1000);
  const text = remaining(seconds);
  if (place.textContent !== text) place.textContent = text;
  if (seconds > 0) place.dataset.waiting = "yes";
  else if (place.dataset.waiting) arrive(place);
}

function arrive(place: HTMLElement): void {
  delete place.dataset.waiting;
  place.dispatchEvent(new CustomEvent("lucai:reached", { bubbles: true }));
  // A form being filled in must not vanish under the hand.
  if ("reload" in place.dataset && !document.querySelector("form[data-draft]")) location.reload();
}

/** Let every [data-countdown] count. */
export function startCountdown(): void {
  everySecond(() => all("[data-countdown]").forEach(paint));
}
