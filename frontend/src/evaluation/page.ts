// Recomputes an evaluation on this machine: the one a page holds, or one from a file. Nothing is sent anywhere.
import { all, make } from "../dom";
import { replay, type Inputs, type Line } from "./replay";

interface Held {
  readonly inputs: Inputs;
  /** What the report says, by bidder; without it there is nothing to compare with. */
  readonly ranks?: Readonly<Record<string, number | null>>;
}

const COLUMNS = ["名次", "投标人", "评审价格（元）", "价格分", "总得分"];

async function show(box: HTMLElement, held: Held): Promise<void> {
  const said = box.querySelector<HTMLElement>("[data-replay-said]")!;
  try {
    const lines = await replay(held.inputs);
    const agrees = !held.ranks || lines.every(({ bidder, rank }) => (held.ranks![bidder] ?? null) === rank);
    said.className = `flash ${agrees ? "ok" : "bad"}`;
    said.textContent = !held.ranks ? "已在本机重新计算。" : agrees
      ? "已由本页在您的浏览器里重新计算，名次与报告一致。"
      : "在您的浏览器里重新计算的名次与报告不一致，请联系代理机构核对。";
    box.querySelector("[data-replay-lines]")!.replaceChildren(table(lines));
  } catch (error) {
    said.className = "flash bad";
    said.textContent = `不能计算：${(error as Error).message}`;
  }
  said.hidden = false;
}

function table(lines: readonly Line[]): HTMLElement {
  const whole = make("table");
  const head = make("tr");
  head.append(...COLUMNS.map((label) => Object.assign(make("th", "", label), { scope: "col" })));
  const rows = lines.map(({ rank, name, bidder, evaluated, priceScore, total }) => {
    const row = make("tr");
    row.append(...[rank === null ? "不作为候选人" : String(rank), name || bidder, grouped(evaluated), priceScore, total].map((cell) => make("td", "", cell || "—")));
    return row;
  });
  const [top, body] = [make("thead"), make("tbody")];
  top.append(head);
  body.append(...rows);
  whole.append(top, body);
  return whole;
}

/** 2457000.00 → 2,457,000.00 */
function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+(?=\.))/g, ",");
}

async function fromFile(box: HTMLElement, input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  if (!file) return;
  const inputs = await file.text().then(JSON.parse).catch(() => ({})) as Inputs;
  await show(box, { inputs });
}

for (const box of all("[data-replay]")) {
  const held = box.querySelector("script[type='application/json']")?.textContent;
  if (held) void show(box, JSON.parse(held) as Held);
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  input?.addEventListener("change", () => void fromFile(box, input));
}
