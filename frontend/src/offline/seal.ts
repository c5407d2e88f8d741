// 封标: the offline tool. Everything happens in this page and its worker; nothing leaves the machine.
import { certificateOpens, codeFile } from "../bid/code_file";
import { inWords } from "../bid/contents";
import { readDraftParts } from "../bid/draft_file";
import { spellKey } from "../bid/kept";
import { make } from "../dom";
import { hex, type Bytes } from "../seal/bytes";
import { SealingWorker } from "../seal/client";
import { parsePolicy, type PartRule, type Policy } from "../seal/policy";
import type { PartSource } from "../seal/sealing";
import { ownKeysOf, readSoftCertificate, type SoftCertificate } from "../seal/soft_certificate";
import type { SealResult } from "../seal/worker";
import { commonName } from "../seal/x509";
import { beijing, byId, describe, grouped } from "./page";

declare const WORKER_CODE: string;

const PART_NAMES: Readonly<Record<string, string>> = {
  offer: "报价（offer.json）",
  response: "投标函与响应（response.json）",
  price: "报价文件",
  qualification: "资格文件",
  technical: "技术文件",
  commercial: "商务文件",
};
const LARGEST_TEXT_FILE = 1 << 20;

let policyBytes: Bytes;
let policy: Policy;
let drafted: readonly PartSource[] = [];

function start(): void {
  byId("policy").addEventListener("change", () => guarded(showPolicy));
  byId("draft").addEventListener("change", () => guarded(takeDraft));
  byId("certificate").addEventListener("change", () => guarded(showHolder));
  byId("order").addEventListener("submit", (event) => {
    event.preventDefault();
    void guarded(seal);
  });
}

/** Do something; what goes wrong is said on the page. */
async function guarded(act: () => Promise<void>): Promise<void> {
  const problem = byId("problem");
  problem.hidden = true;
  try {
    await act();
  } catch (error) {
    byId("work").hidden = true;
    byId("order").hidden = false;
    problem.textContent = `没有完成：${(error as Error).message}`;
    problem.hidden = false;
    problem.scrollIntoView({ block: "nearest" });
  }
}

async function showPolicy(): Promise<void> {
  policyBytes = new Uint8Array(await chosen("policy").arrayBuffer());
  policy = await parsePolicy(policyBytes);
  describe(byId("terms"), [
    ["项目编号", policy.tender],
    ["投标截止", beijing(policy.deadline)],
    ["密码套件", policy.suite.name === "GM1" ? "国密（SM2、SM3、SM4）" : "国际算法（X25519、SHA-256、AES）"],
    ...policy.groups.map((group) => [
      `开启须有 ${group.threshold} 方`,
      group.holders.map((holder) => holder.organisation).join("、"),
    ] as const),
    ...bidderTerms(policy),
    ["规则指纹", grouped(hex(policy.hash)), "digest"],
  ]);
  byId("lot").replaceChildren(...policy.lots.map((lot) => new Option(lot, lot)));
  byId("parts").replaceChildren(...policy.parts.map(partField));
  byId("rest").hidden = false;
}

/** What the bidder's own group asks for, in words. */
function bidderTerms({ bidder }: Policy): (readonly [string, string])[] {
  if (!bidder) return [];
  const after = bidder.onAbsence === "recover" ? "由恢复组解密" : "视为撤销投标";
  const recovery = bidder.recovery?.holders.map((holder) => holder.organisation).join("、");
  return [
    ["投标人自己解密", `开标后 ${bidder.windowMinutes} 分钟内用证书或者恢复码解密；没有解密的，${after}`],
    ...(recovery ? [[`恢复须有 ${bidder.recovery!.threshold} 方`, recovery] as const] : []),
  ];
}

function partField(rule: PartRule): HTMLElement {
  const label = make("label", "", `${PART_NAMES[rule.name] ?? rule.name}${rule.required ? "" : "（可不交）"}`);
  const input = make("input");
  input.type = "file";
  input.required = rule.required;
  input.dataset.part = rule.name;
  label.append(input);
  return label;
}

/** What the draft brings need not be chosen again. */
async function takeDraft(): Promise<void> {
  drafted = await readDraftParts(chosen("draft"));
  byId("drafted").textContent = `草稿带来：${drafted.map(({ file }) => file).join("、")}`;
  const brought = new Set(drafted.map(({ part }) => part));
  for (const input of partInputs()) input.closest("label")!.hidden = brought.has(input.dataset.part!);
  for (const input of partInputs()) input.required &&= !brought.has(input.dataset.part!);
}

async function showHolder(): Promise<void> {
  const { certificate } = await softCertificate();
  byId("holder").textContent = `证书持有人：${commonName(certificate)}`;
}

async function softCertificate(): Promise<SoftCertificate> {
  const file = chosen("certificate");
  if (file.size > LARGEST_TEXT_FILE) throw new Error("证书文件过大");
  return readSoftCertificate(await file.text());
}

async function seal(): Promise<void> {
  if (!byId<HTMLFormElement>("order").reportValidity()) return;
  const signer = await softCertificate();
  byId("order").hidden = true;
  byId("work").hidden = false;
  const worker = new SealingWorker(new Worker(URL.createObjectURL(new Blob([WORKER_CODE]))));
  try {
    const made = await worker.seal(order(signer), { progress: showProgress, answer: async (message) => [await signer.sign(message)] });
    if ((await certificateOpens(made.core, signer)) === false) throw new Error("封标证书自检没有通过，请换一张证书");
    show(made);
  } finally {
    worker.close();
  }
}

function order(signer: SoftCertificate) {
  const bidder = { name: text("name"), code: text("code") };
  const bid = {
    lot: byId<HTMLSelectElement>("lot").value,
    bidders: [bidder],
    declarations: {},
    parts: sources(),
    ownKeys: ownKeysOf(signer, policy.suite.name),
    withCode: policy.bidder !== null,
    previous: null,
  };
  return { policy: policyBytes, trust: null, bid, upload: null };
}

function sources(): PartSource[] {
  const own = partInputs().flatMap((input) => {
    const file = input.files?.[0];
    const media = file?.type || "application/octet-stream";
    return file ? [{ part: input.dataset.part!, file: file.name, media, content: file }] : [];
  });
  return [...drafted, ...own];
}

function partInputs(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("[data-part]")];
}

function showProgress({ done, total }: { done: number; total: number }): void {
  byId<HTMLProgressElement>("progress").value = done / total;
  byId("share").textContent = `${Math.floor((100 * done) / total)}%`;
}

function show(made: SealResult): void {
  const name = `${policy.tender.replace("/", "-")}-${made.fingerprint.sm3.slice(0, 8)}`;
  offer("bid", `${name}.lcbid`, made.file!);
  const owner = { project: policy.tender.split("/")[0]!, lot: byId<HTMLSelectElement>("lot").value, bidder: { name: text("name") } };
  const key = spellKey(owner, { ...made, contents: inWords(sources()) });
  offer("keep", `${name}.lckey.json`, new Blob([key], { type: "application/json" }));
  const code = made.recoveryCode;
  byId("recovery").hidden = !code;
  if (code) offer("recovery", `${name}-恢复码.txt`, codeFile(owner.project, owner.lot, code, made.fingerprint.sm3));
  describe(byId("fingerprint"), [
    ["SM3 指纹", grouped(made.fingerprint.sm3), "digest"],
    ["SHA-256 指纹", grouped(made.fingerprint.sha256), "digest"],
    ...(made.recoveryCode ? [["恢复码（请抄下）", made.recoveryCode, "digest"] as const] : []),
  ]);
  byId("work").hidden = true;
  byId("done").hidden = false;
}

function offer(id: string, name: string, content: Blob): void {
  const link = byId<HTMLAnchorElement>(id);
  link.href = URL.createObjectURL(content);
  link.download = name;
}

function chosen(id: string): File {
  const file = byId<HTMLInputElement>(id).files?.[0];
  if (!file) throw new Error("请先选择文件");
  return file;
}

function text(id: string): string {
  return byId<HTMLInputElement>(id).value.trim();
}

start();
