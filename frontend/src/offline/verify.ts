// 核验: the second verifier. It reads dropped files and judges each claim; nothing leaves the machine.
import { make } from "../dom";
import { judgePackage } from "../verify/bid_claims";
import type { Finding, Verdict } from "../verify/claims";
import { judgeDraw } from "../verify/draw";
import { list, object } from "../verify/json";
import { Package, parseTrust } from "../verify/package";
import { byId } from "./page";

const MARKS: Readonly<Record<Verdict, string>> = { passed: "成立", failed: "不成立", absent: "不适用" };

interface Judged {
  readonly basis: string;
  readonly findings: readonly Finding[];
}

function start(): void {
  const [file, drop] = [byId<HTMLInputElement>("file"), byId("drop")];
  file.addEventListener("change", () => file.files?.[0] && void show(file.files[0]));
  for (const more of ["trust", "receipts"]) {
    byId(more).addEventListener("change", () => file.files?.[0] && void show(file.files[0]));
  }
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    file.files = dropped;
    void show(dropped[0]!);
  });
}

async function show(file: File): Promise<void> {
  const result = byId("result");
  result.hidden = false;
  byId("verdict").textContent = "正在核验……";
  byId("claims").replaceChildren();
  try {
    const { basis, findings } = await judged(file);
    const failed = findings.filter(({ verdict }) => verdict === "failed").length;
    byId("verdict").textContent = failed ? `${failed} 项不成立` : "适用的各项都成立";
    byId("basis").textContent = basis;
    byId("claims").replaceChildren(...findings.map(line));
  } catch (error) {
    byId("verdict").textContent = "读不了这个文件";
    byId("basis").textContent = (error as Error).message;
  }
}

async function judged(file: File): Promise<Judged> {
  const isArchive = (await file.slice(0, 2).text()) === "PK";
  if (!isArchive) return judgedDraws(await file.text());
  const pack = await Package.open(file);
  const given = byId<HTMLInputElement>("trust").files?.[0];
  const own = pack.ownTrust();
  if (!given && !own) throw new Error("核验包没有自带信任文件，请选择一个");
  const trust = parseTrust(given ? new Uint8Array(await given.arrayBuffer()) : await own!);
  const basis = given
    ? `项目 ${pack.index.tender}，依据您选择的信任文件`
    : `项目 ${pack.index.tender}。用的是核验包自带的信任文件：只能说明核验包自身一致，请另行核对平台和见证人的公钥`;
  const receipts = [...(byId<HTMLInputElement>("receipts").files ?? [])];
  const beside = await Promise.all(receipts.map(async (each) => new Uint8Array(await each.arrayBuffer())));
  return { basis, findings: await judgePackage(pack, trust, beside) };
}

async function judgedDraws(text: string): Promise<Judged> {
  const content = object(JSON.parse(text), "抽取记录");
  const draws = list(content.draws, "抽取记录");
  const findings: Finding[] = [];
  for (const [at, draw] of draws.entries()) {
    const own = await judgeDraw(draw);
    findings.push(...own.map((each) => ({ ...each, title: draws.length > 1 ? `第 ${at + 1} 次抽取：${each.title}` : each.title })));
  }
  return { basis: `项目 ${String(content.project)}，专家抽取 ${draws.length} 次`, findings };
}

function line({ id, title, verdict, why }: Finding): HTMLElement {
  const item = make("li", verdict);
  item.dataset.claim = id;
  item.append(make("span", "mark", MARKS[verdict]), make("strong", "", `${id} ${title}`), make("p", "why", why));
  return item;
}

start();
