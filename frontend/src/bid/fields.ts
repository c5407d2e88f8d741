// Fields of the page read and written by the last part of their name: answers.3.response is "response".
import { all } from "../dom";

export type Values = Readonly<Record<string, string>>;
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export const TICKED = "yes";

function fieldsIn(box: ParentNode): Field[] {
  return all<Field>("input[name], select[name], textarea[name]", box);
}

function nameOf(field: Field): string {
  return field.name.split(".").pop()!;
}

export function readFields(box: ParentNode): Values {
  return Object.fromEntries(fieldsIn(box).map((field) => [nameOf(field), valueOf(field)]));
}

function valueOf(field: Field): string {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked ? TICKED : "";
  return field.value.trim();
}

/** Write what was kept; a field that it does not name stays as it is. */
export function writeFields(box: ParentNode, values: Values): void {
  for (const field of fieldsIn(box)) {
    const value = values[nameOf(field)];
    if (value === undefined || field.type === "hidden") continue;
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === TICKED;
    else field.value = value;
  }
}

/** The rows of a table of records, each with its key. */
export function rowsOf(page: ParentNode, name: string): [key: string, row: HTMLElement][] {
  return all("tbody tr", page.querySelector(`[data-records="${name}"]`) ?? document.createElement("div")).map((row) => [
    row.querySelector<HTMLInputElement>("[data-key]")?.value ?? "",
    row,
  ]);
}

/** What is too long would be found out at the opening: let it not be typed at all. */
export function limitFields(page: ParentNode, longest: Readonly<Record<string, number>>): void {
  for (const field of fieldsIn(page)) {
    const most = longest[nameOf(field)];
    if (most && !(field instanceof HTMLSelectElement)) field.maxLength = most;
  }
}
