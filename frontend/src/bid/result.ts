// What was handed in, as the page shows it: receipt, fingerprints, files to keep.
import { all } from "../dom";
import { offerFile } from "../dialog";
import type { Receipted } from "../seal/receipt";
import { say } from "../words";
import { spellKey, type Kept } from "./kept";
import type { Tender } from "./tender";

const JSON_TYPE = { type: "application/json" };

export function showKept(page: ParentNode, tender: Tender, kept: Kept, receipted: Receipted | null): void {
  show(page, "pending", kept.pending !== null);
  show(page, "received", kept.current !== null && receipted !== null);
  show(page, "withdrawn", kept.isWithdrawn && !kept.current);
  page.querySelector("[data-seal-label]")!.textContent = kept.current ? "用现在的内容替换" : "封标并递交";
  if (kept.current && receipted) showReceived(page, tender, kept.current, receipted);
}

/** After the deadline nothing is changed or taken back any more. */
export function showWhetherOver(page: ParentNode, isOver: boolean): void {
  page.querySelector<HTMLElement>("[data-withdraw]")!.hidden = isOver;
  if (isOver) page.querySelector("[data-until]")!.textContent = say("投标截止时间已到，不能再替换或者撤回，请等待开标。");
}

function showReceived(page: ParentNode, tender: Tender, current: NonNullable<Kept["current"]>, receipted: Receipted): void {
  const { fingerprint, contents, recoveryCode, receipt } = current;
  const said = { at: beijing(receipted.receivedAt), log: logInWords(receipted), parts: contents, code: recoveryCode ?? "" };
  const slots: Record<string, string> = { ...said, sm3: fingerprint.sm3, sha256: fingerprint.sha256 };
  for (const slot of all("[data-slot]", page)) slot.textContent = slots[slot.dataset.slot!] ?? "";
  page.querySelector<HTMLElement>("[data-slot-row=code]")!.hidden = !recoveryCode;
  const name = `${tender.project}-包${tender.lot}-${fingerprint.sm3.slice(0, 8)}`;
  const link = (kind: string): HTMLAnchorElement => page.querySelector<HTMLAnchorElement>(`[data-save=${kind}]`)!;
  offerFile(link("receipt"), `${name}-回执.json`, new Blob([receipt], JSON_TYPE));
  offerFile(link("key"), `${name}.lckey.json`, new Blob([spellKey(tender, current)], JSON_TYPE));
}

function logInWords({ proven, mergeSeconds }: Receipted): string {
  if (!proven) return `平台承诺 ${Math.ceil(mergeSeconds / 60)} 分钟内写入公开日志，届时刷新本页即可核对。`;
  const place = `已写入公开日志第 ${proven.index.toLocaleString("en-US")} 条，证明已核对`;
  if (!proven.isWitnessed) return `${place}，见证人尚未联署。`;
  return proven.witnesses.length ? `${place}，${proven.witnesses.length} 个见证人已联署。` : `${place}。`;
}

function show(page: ParentNode, name: string, isShown: boolean): void {
  page.querySelector<HTMLElement>(`[data-${name}]`)!.hidden = !isShown;
}

/** A moment to the second, as it is read in Beijing. */
function beijing(moment: string): string {
  return new Date(moment).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }); // 2026-03-03 10:00:00
}
