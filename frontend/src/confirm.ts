// data-confirm="sentence" on a form or its button: asks in a dialog before sending.
import { make } from "./dom";

function sentence(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return submitter?.dataset.confirm ?? form.dataset.confirm ?? "";
}

function build(text: string, label: string): { dialog: HTMLDialogElement; yes: HTMLButtonElement } {
  const dialog = make("dialog", "dialog");
  dialog.setAttribute("aria-labelledby", "confirm-title");
  const title = make("h2", "", "请确认");
  title.id = "confirm-title";
  const row = make("div", "row");
  const yes = make("button", "btn primary", label);
  const no = make("button", "btn", "返回");
  yes.type = no.type = "button";
  no.addEventListener("click", () => dialog.close());
  row.append(yes, no);
  dialog.append(title, make("p", "", text), row);
  dialog.addEventListener("close", () => dialog.remove());
  return { dialog, yes };
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const submitter = event.submitter as HTMLButtonElement | null;
  const text = sentence(form, submitter);
  if (!text || form.dataset.confirmed || submitter?.formNoValidate) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { dialog, yes } = build(text, submitter?.textContent?.trim() || "确认");
  yes.addEventListener("click", () => {
    dialog.close();
    form.dataset.confirmed = "yes";
    const field = make("input");
    field.type = "hidden";
    field.name = "confirmed";
    field.value = "yes";
    form.append(field);
    form.requestSubmit(submitter ?? undefined);
  });
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
}

/** Ask before sending. */
export function startConfirm(): void {
  document.addEventListener("submit", onSubmit, true);
}
