// A question in a dialog, answered yes or no. Escape says no.
import { make } from "./dom";
import { say } from "./words";

export function ask(title: string, content: readonly Node[], yesLabel: string, look = "primary"): Promise<boolean> {
  const dialog = make("dialog", "dialog");
  const heading = make("h2", "", say(title));
  heading.id = "asked";
  dialog.setAttribute("aria-labelledby", heading.id);
  const [row, yes, no] = [make("div", "row"), make("button", `btn ${look}`, say(yesLabel)), make("button", "btn", "返回")];
  yes.type = no.type = "button";
  row.append(yes, no);
  dialog.append(heading, ...content, row);
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/** Terms and what belongs to them, for a dialog. */
export function facts(rows: readonly (readonly [term: string, fact: string])[]): HTMLElement {
  const list = make("dl", "facts single signed-lines");
  for (const [term, fact] of rows) {
    const row = make("div");
    row.append(make("dt", "", say(term)), make("dd", "", fact));
    list.append(row);
  }
  return list;
}

/** Offer bytes as a file to keep. */
export function offerFile(link: HTMLAnchorElement, name: string, content: Blob): void {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(content);
  link.download = name;
}

export function saveFile(name: string, content: Blob): void {
  const link = make("a");
  offerFile(link, name, content);
  link.click();
}
