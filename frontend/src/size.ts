// 大字: at once, without a round trip; the form remains for browsers without scripts.
import { all, announce } from "./dom";

const YEAR_SECONDS = 31_536_000;

function apply(size: string): void {
  const elder = size === "elder";
  if (elder) document.documentElement.dataset.size = "elder";
  else delete document.documentElement.dataset.size;
  document.cookie = `lucai_size=${size}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  for (const form of all<HTMLFormElement>("[data-size-switch]")) {
    const button = form.querySelector("button");
    if (button) button.textContent = elder ? "常规" : "大字";
  }
  announce(elder ? "已切换为大字" : "已切换为常规字号");
}

/** Take over the size forms. */
export function startSize(): void {
  for (const form of all<HTMLFormElement>("[data-size-switch]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply(document.documentElement.dataset.size === "elder" ? "normal" : "elder");
    });
  }
}
