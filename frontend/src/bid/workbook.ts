// Excel workbooks as far as a price table needs them: what every cell shows, what is a formula, what is merged.
import { fromUtf8 } from "../seal/bytes";
import { readZip, writeZip, type ZipEntry } from "../seal/zip";

export interface Cell {
  readonly text: string;
  readonly formula: string;
}

export interface Sheet {
  readonly name: string;
  /** By address: "B3". */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Merged ranges: "A3:A5". */
  readonly merged: readonly string[];
}

export class NoWorkbook extends Error {}

type Attributes = Readonly<Record<string, string>>;

const LARGEST_PART = 64 * 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

export async function readWorkbook(file: Blob): Promise<Sheet[]> {
  const entries = await readZip(file).catch(() => null);
  if (!entries?.has("xl/workbook.xml")) throw new NoWorkbook("不是 Excel 工作簿（.xlsx）。旧格式 .xls 请另存为 .xlsx 后再导入。");
  const text = (name: string) => partOf(entries, name);
  const targets = new Map(
    elements(await text("xl/_rels/workbook.xml.rels"), "Relationship").map(({ has }) => [has.Id, has.Target ?? ""]),
  );
  const shared = elements(await text("xl/sharedStrings.xml"), "si").map(({ inner }) => runs(inner));
  return Promise.all(elements(await text("xl/workbook.xml"), "sheet").map(async ({ has }) => {
    const target = targets.get(has["r:id"] ?? "") ?? "";
    return sheetOf(has.name ?? "", await text(target.startsWith("/") ? target.slice(1) : `xl/${target}`), shared);
  }));
}

/** One sheet of texts, without styles or formulas. */
export async function writeWorkbook(name: string, rows: readonly (readonly string[])[]): Promise<Blob> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packaged = "http://schemas.openxmlformats.org/package/2006";
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const lines = rows.map((row, at) => `<row r="${at + 1}">${row.map((text, column) => cellXml(text, column, at)).join("")}</row>`);
  return writeZip(Object.entries({
    "[Content_Types].xml": `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
  }).map(([path, content]) => [path, new Blob([head + content])] as const));
}

/** 0 → A, 26 → AA. */
export function columnName(column: number): string {
  return (column >= 26 ? columnName(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
}

export function placeOf(address: string): { row: number; column: number } {
  const [, letters = "", digits = "0"] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column: column - 1 };
}

function cellXml(text: string, column: number, row: number): string {
  return `<c r="${columnName(column)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

async function partOf(entries: ReadonlyMap<string, ZipEntry>, name: string): Promise<string> {
  const entry = entries.get(name);
  if (!entry) return "";
  if (entry.size > LARGEST_PART) throw new NoWorkbook("表格太大，请只保留分项报价一张工作表。");
  return fromUtf8(await entry.read());
}

function sheetOf(name: string, xml: string, shared: readonly string[]): Sheet {
  const cells = new Map<string, Cell>();
  for (const { has, inner } of elements(xml, "c")) {
    const formula = elements(inner, "f").map((each) => plain(each.inner) || "共享公式")[0] ?? "";
    const text = shown(has.t ?? "n", inner, shared);
    if (has.r && (text || formula)) cells.set(has.r, { text, formula });
  }
  return { name, cells, merged: elements(xml, "mergeCell").map(({ has }) => has.ref ?? "") };
}

function shown(type: string, inner: string, shared: readonly string[]): string {
  if (type === "inlineStr") return runs(inner).trim();
  const value = plain(elements(inner, "v")[0]?.inner ?? "");
  if (type === "s") return (shared[Number(value)] ?? "").trim();
  return type === "n" ? tidy(value) : value.trim();
}

/** Excel keeps 4599.9 as 4599.8999999999996: show it as it was typed. */
function tidy(value: string): string {
  if (!value) return "";
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? String(Number(number.toPrecision(15))) : value;
}

/** The text of runs, without the readings of East Asian signs. */
function runs(inner: string): string {
  return elements(inner.replace(/<rPh[\s>].*?<\/rPh>/gs, ""), "t").map((each) => plain(each.inner)).join("");
}

function elements(xml: string, name: string): { has: Attributes; inner: string }[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}((?:\\s[^>]*?)?)(?:/>|>(.*?)</(?:\\w+:)?${name}>)`, "gs");
  return [...xml.matchAll(pattern)].map(([, head = "", inner = ""]) => ({ has: attributes(head), inner }));
}

function attributes(head: string): Attributes {
  return Object.fromEntries([...head.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name!, plain(value!)]));
}

function plain(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, digits, name) =>
    hex || digits ? String.fromCodePoint(parseInt(hex ?? digits, hex ? 16 : 10)) : ENTITIES[name] ?? whole);
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&${{ "<": "lt", ">": "gt", "&": "amp", '"': "quot" }[sign]};`);
}
