// What was typed survives a closed tab, a lost session and a refused submit.
// Kept in this browser only, per person; gone after success, after "放弃", and at sign-out.
import { all, announce, make } from "./dom";
import { addRow } from "./rows";

const PREFIX = "lucai-draft:";
const PENDING = "lucai-draft-sent";
const WAIT_MS = 400;
const KEEP_MS = 14 * 24 * 3600 * 1000;

type Values = Record<string, string[]>;
interface Draft {
  at: number;
  values: Values;
}
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function mine(): string {
  return `${PREFIX}${document.body.dataset.me ?? "-"}:`;
}

function keyOf(form: HTMLFormElement): string {
  return `${mine()}${location.pathname}:${form.dataset.draft}`;
}

function keeps(field: Field): boolean {
  if (!field.name || field.name === "csrfmiddlewaretoken") return false;
  return !["password", "file", "hidden", "submit", "button"].includes(field.type);
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return Array.from(form.elements).filter((e): e is Field => e.matches("input, select, textarea") && keeps(e as Field));
}

/** The values of a form by name; an unticked box is an empty list. */
export function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of fieldsOf(form)) {
    const list = (values[field.name] ??= []);
    const tick = field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
    if (!tick || (field as HTMLInputElement).checked) list.push(field.value);
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): void {
  for (const box of all("[data-rows]", form)) growRows(form, box, values);
  const taken: Record<string, number> = {};
  for (const field of fieldsOf(form)) {
    const list = values[field.name];
    if (!list) continue;
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = list.includes(field.value);
      continue;
    }
    const place = taken[field.name] ?? 0;
    taken[field.name] = place + 1;
    field.value = list[place] ?? field.value;
  }
}

/** Add the rows the draft had and the page has not. */
function growRows(form: HTMLFormElement, box: HTMLElement, values: Values): void {
  const start = `${box.dataset.rows}.`;
  const wanted = Object.keys(values).filter((name) => name.startsWith(start));
  for (let guard = 0; guard < 500; guard += 1) {
    const names = new Set(fieldsOf(form).map((field) => field.name));
    if (wanted.every((name) => names.has(name)) || !addRow(box)) return;
  }
}

function load(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEEP_MS ? draft : null;
  } catch {
    return null;
  }
}

function save(form: HTMLFormElement): void {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: read(form) }));
  } catch {
    announce("浏览器空间不足，本页内容没有保存到本机"); // full or forbidden: the form itself still works
  }
}

function restore(form: HTMLFormElement): void {
  const before = read(form);
  const draft = load(keyOf(form));
  // After a refused submit the server sends back what was typed: that is newer.
  if (!draft || document.querySelector("#error-summary")) return;
  if (JSON.stringify(draft.values) === JSON.stringify(before)) return;
  write(form, draft.values);
  form.prepend(restoredNote(form, before, draft.at));
  announce("已恢复未提交的内容");
}

function restoredNote(form: HTMLFormElement, before: Values, at: number): HTMLElement {
  const note = make("div", "flash info draft-note");
  const when = new Date(at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  note.append(make("span", "grow", `已恢复未提交的内容（保存于 ${when}）。文件需要重新选择。`));
  const button = make("button", "btn small", "放弃恢复的内容");
  button.type = "button";
  button.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    write(form, before);
    note.remove();
    form.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
  });
  note.append(button);
  return note;
}

/** A submitted draft is dropped once another page of the same person, or a success message, shows that it arrived. */
function settle(): void {
  const key = sessionStorage.getItem(PENDING);
  if (!key) return;
  const kind = document.body.dataset.page;
  if (kind === "error") sessionStorage.removeItem(PENDING); // it did not arrive: the draft stays
  if (kind !== "page" || !key.startsWith(mine()) || document.querySelector("#error-summary")) return;
  const still = all<HTMLFormElement>("form[data-draft]").some((form) => keyOf(form) === key);
  if (still && !document.querySelector("[data-flash=ok]")) return;
  localStorage.removeItem(key);
  sessionStorage.removeItem(PENDING);
}

function wipe(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(mine())) localStorage.removeItem(key);
}

function watch(form: HTMLFormElement): void {
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => save(form), WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    save(form);
    const pressed = (event.submitter as HTMLButtonElement | null)?.name;
    if (pressed !== "add" && pressed !== "remove") sessionStorage.setItem(PENDING, keyOf(form));
  });
}

/** Restore and watch every form[data-draft]. */
export function startDrafts(): void {
  settle();
  for (const form of all<HTMLFormElement>("form[data-draft]")) {
    restore(form);
    watch(form);
  }
  for (const form of all<HTMLFormElement>("form[data-wipe-drafts]")) form.addEventListener("submit", wipe);
}
