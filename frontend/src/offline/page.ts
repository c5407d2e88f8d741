// Small words for the pages of one file.
import { make } from "../dom";

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Fill a list of terms and what belongs to them. */
export function describe(list: HTMLElement, facts: readonly (readonly [term: string, fact: string, look?: string])[]): void {
  list.replaceChildren(...facts.flatMap(([term, fact, look]) => [make("dt", "", term), make("dd", look ?? "", fact)]));
  list.hidden = false;
}

/** A digest in groups, so that two people can compare it aloud. */
export function grouped(digest: string): string {
  return digest.match(/.{1,8}/g)!.join(" ");
}

/** A moment as it is read in Beijing. */
export function beijing(moment: string): string {
  const shown = new Date(moment).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  return `${shown}（北京时间）`;
}
