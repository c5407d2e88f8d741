// One press sends once: a second press while the first is under way is ignored and said.
import { all, announce } from "./dom";

const AGAIN_MS = 15_000;

function release(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of all("button[aria-busy]", form)) button.removeAttribute("aria-busy");
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || (form.getAttribute("method") ?? "get").toLowerCase() !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    announce("正在提交，请稍候");
    return;
  }
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), AGAIN_MS); // a download or a lost line must not lock the form for ever
}

/** Guard every form that posts; the back button finds them unlocked. */
export function startSubmit(): void {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", () => all<HTMLFormElement>("form[data-sending]").forEach(release));
}
