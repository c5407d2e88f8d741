// What was handed in, as the page shows it: receipt, fingerprints, files to keep.
import { all } from "../dom";
import { offerFile } from "../dialog";
import { say } from "../words";
import { spellKey, type Kept, type KeptEnvelope } from "./kept";
import { isRefused, type Passed, type Word } from "./proving";
import { logInWords, showWord } from "./receipt_card";
import type { Tender } from "./tender";

const JSON_TYPE = { type: "application/json" };

/** `word`: what the receipt of what is handed in is worth. */
export function showKept(page: ParentNode, tender: Tender, kept: Kept, word: Word | null): void {
  show(page, "pending", kept.pending !== null && !kept.refused); // its receipt is there, and is spoken of
  const about = kept.current ?? kept.pending;
  showWord(page, word, kept.refused ?? null, about ? nameOf(tender, about) : "");
  show(page, "withdrawn", kept.isWithdrawn && !kept.current);
  page.querySelector("[data-seal-label]")!.textContent = kept.current ? "用现在的内容替换" : "封标并递交";
  if (kept.current && word && !isRefused(word)) showReceived(page, tender, kept.current, word);
}

/** After the deadline nothing is changed or taken back any more. */
export function showWhetherOver(page: ParentNode, isOver: boolean): void {
  page.querySelector<HTMLElement>("[data-withdraw]")!.hidden = isOver;
  if (isOver) page.querySelector("[data-until]")!.textContent = say("投标截止时间已到，不能再替换或者撤回，请等待开标。");
}

function showReceived(page: ParentNode, tender: Tender, current: NonNullable<Kept["current"]>, { receipt, receipted }: Passed): void {
  const { fingerprint, contents, recoveryCode } = current;
  const said = { at: beijing(receipted.receivedAt), log: logInWords(receipted), parts: contents, code: recoveryCode ?? "" };
  const slots: Record<string, string> = { ...said, sm3: fingerprint.sm3, sha256: fingerprint.sha256 };
  for (const slot of all("[data-slot]", page)) slot.textContent = slots[slot.dataset.slot!] ?? "";
  page.querySelector<HTMLElement>("[data-slot-row=code]")!.hidden = !recoveryCode;
  const name = nameOf(tender, current);
  const link = (kind: string): HTMLAnchorElement => page.querySelector<HTMLAnchorElement>(`[data-save=${kind}]`)!;
  offerFile(link("receipt"), `${name}-回执.json`, new Blob([receipt], JSON_TYPE));
  offerFile(link("key"), `${name}.lckey.json`, new Blob([spellKey(tender, current)], JSON_TYPE));
}

function nameOf({ project, lot }: Tender, { fingerprint }: Pick<KeptEnvelope, "fingerprint">): string {
  return `${project}-包${lot}-${fingerprint.sm3.slice(0, 8)}`;
}

function show(page: ParentNode, name: string, isShown: boolean): void {
  page.querySelector<HTMLElement>(`[data-${name}]`)!.hidden = !isShown;
}

/** A moment to the second, as it is read in Beijing. */
function beijing(moment: string): string {
  return new Date(moment).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }); // 2026-03-03 10:00:00
}
