// A price table that was written elsewhere: matched with the lot's list, all of it or nothing, with every fault by its cell.
import { parseFen } from "../money";
import type { Thing } from "./tender";
import { columnName, placeOf, type Cell, type Sheet } from "./workbook";

export const SHEET = "分项报价";
export const HEADINGS = ["序号", "名称", "数量", "单位", "品牌", "规格型号", "单价（元）"] as const;

export interface Prices {
  /** By the place of the thing; only what the table names. */
  readonly values: Readonly<Record<number, Readonly<Record<string, string>>>>;
  /** With one fault nothing is taken. */
  readonly problems: readonly string[];
}

type Column = "number" | "name" | "quantity" | "brand" | "model" | "unit_price";

const NAMES: readonly (readonly [Column, RegExp])[] = [
  ["number", /^序号$|^编号$/], ["name", /名称$|^货物$|^服务$/], ["quantity", /^数量/],
  ["brand", /^品牌/], ["model", /型号/], ["unit_price", /单价/],
];
const TYPED: readonly Column[] = ["brand", "model", "unit_price"];
const MOST_SHOWN = 20;
const LONGEST = 120;

/** The lot's list as rows to be filled in. */
export function emptyTable(items: readonly Thing[]): string[][] {
  return [[...HEADINGS], ...items.map(({ place, name, quantity, unit }) => [String(place + 1), name, quantity, unit, "", "", ""])];
}

export function pricesOf(sheets: readonly Sheet[], items: readonly Thing[]): Prices {
  const sheet = sheets.length === 1 ? sheets[0]! : sheets.find(({ name }) => name.trim() === SHEET);
  if (!sheet) {
    const held = sheets.map(({ name }) => `“${name}”`).join("、");
    return refused(`没有名为“${SHEET}”的工作表，这份文件里有 ${held || "空"}。请把报价表的工作表改名为“${SHEET}”。`);
  }
  return new Reading(sheet, items).read();
}

/** Rows copied from a spreadsheet, with or without their headings. */
export function pastedSheet(text: string): Sheet {
  const cells = new Map<string, Cell>();
  text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, row) =>
    line.split("\t").forEach((value, column) => {
      if (value.trim()) cells.set(`${columnName(column)}${row + 1}`, { text: value.trim(), formula: "" });
    }));
  return { name: "粘贴的内容", cells, merged: [] };
}

/** Whether what was copied has the headings of a price table. */
export function isTable(sheet: Sheet): boolean {
  return headingOf(sheet) !== null;
}

/** Columns without headings, from where the cursor is: down the list and to the right. */
export function pastedFrom(sheet: Sheet, place: number, field: string, items: readonly Thing[]): Prices {
  const values: Record<number, Record<string, string>> = {};
  const problems: string[] = [];
  for (const [address, { text }] of sheet.cells) {
    const { row, column } = placeOf(address);
    const [thing, name] = [items[place + row - 1], TYPED[TYPED.indexOf(field as Column) + column]];
    if (!thing) problems.push(`粘贴的第 ${row} 行超出清单，清单共 ${items.length} 项。`);
    else if (!name) problems.push(`粘贴的第 ${row} 行超出“单价”一列。`);
    else problems.push(...take(values, thing, name, text, `粘贴的第 ${row} 行`));
  }
  return problems.length ? { values: {}, problems: shownOf([...new Set(problems)]) } : { values, problems };
}

class Reading {
  private readonly values: Record<number, Record<string, string>> = {};
  private readonly problems: string[] = [];

  constructor(
    private readonly sheet: Sheet,
    private readonly items: readonly Thing[],
  ) {}

  read(): Prices {
    const heading = headingOf(this.sheet);
    if (!heading) return refused(`工作表“${this.sheet.name}”里没有找到表头：需要“名称”（或“序号”）和“单价（元）”两列。`);
    this.merged(heading.row);
    for (const row of this.rowsBelow(heading.row)) this.line(row, heading.columns);
    for (const { place, name } of this.items) {
      if (!this.values[place]) this.problems.push(`缺少第 ${place + 1} 项“${name}”。`);
    }
    return this.problems.length ? { values: {}, problems: shownOf(this.problems) } : { values: this.values, problems: [] };
  }

  private merged(heading: number): void {
    for (const range of this.sheet.merged) {
      const last = range.split(":").pop() ?? "";
      if (placeOf(last).row > heading) this.problems.push(`${range} 是合并单元格，请取消合并，每项一行。`);
    }
  }

  private rowsBelow(heading: number): number[] {
    const rows = [...this.sheet.cells.keys()].map((address) => placeOf(address).row);
    return [...new Set(rows)].filter((row) => row > heading).sort((one, other) => one - other);
  }

  private line(row: number, columns: ReadonlyMap<Column, number>): void {
    const at = (name: Column) => columns.has(name) ? `${columnName(columns.get(name)!)}${row}` : "";
    const text = (name: Column) => this.sheet.cells.get(at(name))?.text ?? "";
    if (!text("number") && !text("name") && !text("unit_price")) return; // a remark below the table
    if (/^(合计|总计|小计|总价)/.test(text("number") || text("name"))) return;
    const thing = this.thingOf(text("number"), text("name"), at("name") || at("number"));
    if (!thing) return;
    if (this.values[thing.place]) return void this.problems.push(`第 ${row} 行和前面重复：第 ${thing.place + 1} 项“${thing.name}”。`);
    this.values[thing.place] = {};
    if (text("quantity") && Number(text("quantity")) !== Number(thing.quantity)) {
      this.problems.push(`${at("quantity")} 数量是 ${text("quantity")}，采购文件要求 ${thing.quantity} ${thing.unit}，不能改动。`);
    }
    for (const name of TYPED.filter((each) => columns.has(each))) this.cell(thing, name, at(name));
  }

  private thingOf(number: string, name: string, at: string): Thing | null {
    const byNumber = number ? this.items[Number(number) - 1] : undefined;
    const named = this.items.filter((item) => item.name === name);
    const found = byNumber ?? (named.length === 1 ? named[0] : undefined);
    if (!found) this.problems.push(`${at} “${name || number}”不在本包的清单里。`);
    else if (name && found.name !== name) {
      this.problems.push(`${at} 写的是“${name}”，清单第 ${found.place + 1} 项是“${found.name}”。`);
      return null;
    }
    return found ?? null;
  }

  private cell(thing: Thing, name: Column, at: string): void {
    const cell = this.sheet.cells.get(at);
    if (cell?.formula) return void this.problems.push(`${at} 是公式（=${cell.formula}），请复制后“选择性粘贴—数值”再导入。`);
    if (name === "unit_price" && !cell) return void this.problems.push(`${at} 没有填写“${thing.name}”的单价。`);
    this.problems.push(...take(this.values, thing, name, cell?.text ?? "", at));
  }
}

function take(values: Record<number, Record<string, string>>, thing: Thing, name: Column, text: string, at: string): string[] {
  const wrong = name === "unit_price" ? wrongPrice(text) : [...text].length > LONGEST ? `超过 ${LONGEST} 个字` : "";
  if (wrong) return [`${at} “${text.slice(0, 24)}”${wrong}。`];
  (values[thing.place] ??= {})[name] = text;
  return [];
}

function wrongPrice(text: string): string {
  const digits = text.replace(/[,，\s￥¥]/g, "").replace(/元$/, "");
  if (/万|亿/.test(text)) return "带有“万”或“亿”，单价以“元”为单位";
  if (/^[-－(（]/.test(digits)) return "是负数，单价不能小于零";
  if (/^\d{14,}/.test(digits)) return "数字过大，请核对";
  if (/^\d+\.\d{3,}$/.test(digits)) return "超过两位小数，请四舍五入到分";
  return parseFen(text) === null ? "不是以元为单位的数字" : "";
}

function headingOf(sheet: Sheet): { row: number; columns: Map<Column, number> } | null {
  const rows = new Map<number, Map<Column, number>>();
  for (const [address, { text }] of sheet.cells) {
    const { row, column } = placeOf(address);
    const found = NAMES.find(([, pattern]) => pattern.test(text.replace(/\s/g, "")));
    const columns = rows.get(row) ?? rows.set(row, new Map()).get(row)!;
    if (found && !columns.has(found[0])) columns.set(found[0], column);
  }
  for (const [row, columns] of [...rows].sort(([one], [other]) => one - other)) {
    if (columns.has("unit_price") && (columns.has("name") || columns.has("number"))) return { row, columns };
  }
  return null;
}

function shownOf(problems: readonly string[]): string[] {
  const rest = problems.length - MOST_SHOWN;
  return rest > 0 ? [...problems.slice(0, MOST_SHOWN), `还有 ${rest} 处问题没有列出。`] : [...problems];
}

function refused(problem: string): Prices {
  return { values: {}, problems: [problem] };
}
