// What a page says of a receipt, by what this browser found in it. See sealing/_receipt.html.
import { offerFile } from "../dialog";
import { all, announce } from "../dom";
import type { Receipted } from "../seal/receipt";
import { serverMoment } from "../server_time";
import { say } from "../words";
import { isRefused, type Refused, type Word } from "./proving";

const JSON_TYPE = { type: "application/json" };

/** Show the receipt that is held, and one that did not hold, if there was one; names their files. */
export function showWord(page: ParentNode, word: Word | null, refused: Refused | null, name: string): void {
  const passed = word && !isRefused(word) ? word : null;
  const failed = refused ?? (word && isRefused(word) ? word : null);
  const card = page.querySelector<HTMLElement>("[data-received]")!;
  card.hidden = !passed;
  if (passed) showState(card, passed.receipted);
  page.querySelector<HTMLElement>("[data-refused-receipt]")!.hidden = !failed;
  if (!failed) return;
  page.querySelector("[data-refusal]")!.textContent = `原因：${say(failed.why)}。`;
  const link = page.querySelector<HTMLAnchorElement>("[data-save=refused]")!;
  offerFile(link, `${name}-未通过核对的回执.json`, new Blob([failed.receipt], JSON_TYPE));
}

function showState(card: HTMLElement, { proven }: Receipted): void {
  const [before, now] = [card.dataset.state, proven ? "proven" : "promised"];
  card.dataset.state = now;
  card.querySelector(".card")!.classList.toggle("proven", proven !== null);
  for (const said of all("[data-when]", card)) said.hidden = said.dataset.when !== now;
  if (before === "promised" && now === "proven") announce("日志证明已核对，已提交");
}

export function announceReceived(word: Word): void {
  if (isRefused(word)) return;
  announce(word.receipted.proven ? "已提交，回执已核对" : "平台已收到，正在等待日志证明");
}

/** Where the log has it, or what was promised instead and whether that was kept. */
export function logInWords({ proven, mergeSeconds, receivedAt }: Receipted): string {
  const minutes = Math.ceil(mergeSeconds / 60);
  if (!proven) {
    const isBroken = serverMoment().getTime() > Date.parse(receivedAt) + 1000 * mergeSeconds;
    if (!isBroken) return `平台签名承诺 ${minutes} 分钟内写入公开日志。`;
    return `平台承诺 ${minutes} 分钟内写入公开日志，现在已经超过，仍然没有日志证明。请保存回执，它是平台已收到的签名凭据；本页继续查询。`;
  }
  const place = `已写入公开日志第 ${proven.index.toLocaleString("en-US")} 条，证明已核对`;
  if (!proven.isWitnessed) return `${place}，见证人尚未联署。`;
  return proven.witnesses.length ? `${place}，${proven.witnesses.length} 个见证人已联署。` : `${place}。`;
}
