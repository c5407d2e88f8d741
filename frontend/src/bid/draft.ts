// A draft: what was typed and which files were chosen. It lives on this machine and nowhere else.
import { all } from "../dom";
import { addRow } from "../rows";
import { readFields, rowsOf, writeFields, type Values } from "./fields";

export interface DraftFile {
  /** The part of the bid that it belongs to. */
  readonly part: string;
  readonly name: string;
  readonly media: string;
  readonly content: Blob;
}

export interface Draft {
  readonly savedAt: number;
  readonly terms: Values;
  readonly offer: Values;
  /** By the place of the thing in the lot's list. */
  readonly items: Readonly<Record<string, Values>>;
  /** By the number of the demand: a new edition of the document may move it. */
  readonly answers: Readonly<Record<string, Values>>;
  /** By the number of the objective factor; not in drafts kept before there were any. */
  readonly claims?: Readonly<Record<string, Values>>;
  readonly bonds: readonly Values[];
  /** The other members of a consortium; not in drafts kept before there were any. */
  readonly members?: readonly Values[];
  readonly files: readonly DraftFile[];
}

export function readDraft(page: ParentNode, files: readonly DraftFile[]): Draft {
  return {
    savedAt: Date.now(),
    terms: readRecord(page, "terms"),
    offer: readRecord(page, "offer"),
    items: readRecords(page, "items"),
    answers: readRecords(page, "answers"),
    claims: readRecords(page, "claims"),
    bonds: listed(page, "bonds").map(readFields),
    members: listed(page, "members").map(readFields),
    files,
  };
}

export function writeDraft(page: ParentNode, draft: Draft): void {
  for (const name of ["terms", "offer"] as const) writeFields(page.querySelector(`[data-record="${name}"]`)!, draft[name]);
  for (const name of ["items", "answers", "claims"] as const) {
    for (const [key, row] of rowsOf(page, name)) writeFields(row, draft[name]?.[key] ?? {});
  }
  writeList(page, "bonds", draft.bonds);
  writeList(page, "members", draft.members ?? []);
}

function readRecord(page: ParentNode, name: string): Values {
  return readFields(page.querySelector(`[data-record="${name}"]`)!);
}

function readRecords(page: ParentNode, name: string): Record<string, Values> {
  return Object.fromEntries(rowsOf(page, name).map(([key, row]) => [key, readFields(row)]));
}

/** The rows of a list that grows. */
function listed(page: ParentNode, name: string): HTMLElement[] {
  return all(`[data-records='${name}'] [data-row]`, page);
}

function writeList(page: ParentNode, name: string, rows: readonly Values[]): void {
  const box = page.querySelector<HTMLElement>(`[data-records='${name}'] [data-rows]`);
  if (!box) return;
  for (const row of listed(page, name).slice(rows.length)) row.remove();
  while (listed(page, name).length < rows.length && addRow(box));
  listed(page, name).forEach((row, at) => writeFields(row, rows[at]!));
}
