// Under a money field: the amount in 大写 and 万元; a warning when 万 was typed into a field of 元.
import { all, make } from "./dom";

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const UNITS = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];
const SMALL_YUAN = 1000; // a public purchase under this is more likely a slip of the unit

/** Read an amount in 元 as typed, in 分; null when it is not one. */
export function parseFen(text: string): bigint | null {
  const plain = text.replace(/[,，\s]/g, "").replace(/元$/, "");
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  return BigInt(match[1] ?? "0") * 100n + BigInt((match[2] ?? "").padEnd(2, "0") || "0");
}

function group(value: number): string {
  let text = "";
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit) {
      text += (gap && text ? "零" : "") + DIGITS[digit] + UNITS[place];
      gap = false;
    } else gap = true;
  }
  return text;
}

function whole(value: bigint): string {
  const groups: number[] = [];
  for (let rest = value; rest > 0n; rest /= 10000n) groups.push(Number(rest % 10000n));
  let text = "";
  for (let place = groups.length - 1; place >= 0; place -= 1) {
    const part = groups[place] ?? 0;
    if (!part) continue;
    if (text && (part < 1000 || groups[place + 1] === 0)) text += "零";
    text += group(part) + GROUPS[place];
  }
  return text || "零";
}

/** Write 分 in the capitals of official papers. */
export function capitals(fen: bigint): string {
  const cents = Number(fen % 100n);
  const yuan = fen / 100n;
  if (!cents) return `${whole(yuan)}元整`;
  const jiao = Math.floor(cents / 10);
  const last = cents % 10;
  const head = yuan ? `${whole(yuan)}元${jiao ? "" : "零"}` : "";
  return `${head}${jiao ? `${DIGITS[jiao]}角` : ""}${last ? `${DIGITS[last]}分` : "整"}`;
}

/** Show 分 as 元 with separators. */
export function showYuan(fen: bigint): string {
  return `${(fen / 100n).toLocaleString("en-US")}.${String(fen % 100n).padStart(2, "0")}`;
}

function inWan(fen: bigint): string {
  return (Number(fen) / 1_000_000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Whether the amount looks as if 万 was meant: tiny, or ten thousand times too small for what is expected. */
export function looksLikeWan(fen: bigint, expected: bigint | null): boolean {
  if (fen <= 0n) return false;
  if (expected) return fen * 10000n <= expected * 2n && fen * 10000n * 2n >= expected;
  return fen < BigInt(SMALL_YUAN * 100);
}

function note(field: HTMLInputElement): HTMLElement {
  const id = `live-${field.id}`;
  const known = document.getElementById(id);
  if (known) return known;
  const line = make("div", "live");
  line.id = id;
  line.setAttribute("role", "status");
  (field.closest(".affix") ?? field).insertAdjacentElement("afterend", line);
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", [described, id].filter(Boolean).join(" "));
  return line;
}

function show(field: HTMLInputElement): void {
  const line = note(field);
  line.replaceChildren();
  line.classList.remove("warn");
  const text = field.value.trim();
  if (!text) return;
  if (text.includes("万")) return offer(field, line, parseFen(text.replace(/万元?/, "")), "本栏单位是“元”。");
  const fen = parseFen(text);
  if (fen === null) return warn(line, "请填写数字，最多两位小数，例如 1234567.80");
  const expected = field.dataset.expect ? parseFen(field.dataset.expect) : null;
  if (looksLikeWan(fen, expected)) return offer(field, line, fen, `现在是 ${showYuan(fen)} 元。`);
  line.textContent = `${inWan(fen)} 万元　${capitals(fen)}`;
}

function warn(line: HTMLElement, text: string): void {
  line.classList.add("warn");
  line.textContent = text;
}

/** Offer to read the figure as 万; nothing is changed without a press. */
function offer(field: HTMLInputElement, line: HTMLElement, fen: bigint | null, text: string): void {
  if (fen === null) return warn(line, text);
  const meant = fen * 10000n;
  warn(line, `${text}如果指 ${inWan(meant)} 万元，请改为：`);
  const button = make("button", "btn small", `${showYuan(meant)} 元`);
  button.type = "button";
  button.addEventListener("click", () => {
    field.value = showYuan(meant);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  line.append(button);
}

/** Watch every [data-money], also those added later. */
export function startMoney(): void {
  for (const field of all<HTMLInputElement>("input[data-money]")) if (field.value) show(field);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && "money" in field.dataset) show(field);
  });
}
