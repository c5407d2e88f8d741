// The pages on which certificates are made, bound, used. Every form says by data-certificate what it does:
//   answer   fetch the question, sign it, send the form      (sign-in, binding, confirming)
//   make     make a key, have the demonstration's CA certify it, keep it, then answer the binding's question
//   import   keep a certificate out of a file
//   export   save the chosen certificate as a file           discard  forget it
import { all, make } from "../dom";
import { fromBase64, fromHex, fromUtf8, hex, type Bytes } from "../seal/bytes";
import { spellSignature } from "../seal/signature";
import { DEVICE_NAMES, discard, exported, isUnlocked, keep, keeper, keepPem, unlockFor } from "./keepers";
import { demandShown } from "./statement";
import { makeKey, type KeyAlgorithm } from "./keys";
import type { Device, Kept } from "./store";

type Act = (form: HTMLFormElement) => Promise<boolean>;

const LOGIN = "lucai/login/1";
const ACT = "lucai/act/1";
const REMEMBERED = 30 * 60_000;
const LARGEST_FILE = 1 << 20;

/** Each act says whether the form is to be sent afterwards. */
const ACTS: Record<string, Act> = {
  answer: async (form) => signInto(form, choiceOf(form), pinOf(form)),
  make: async (form) => {
    const kept = await makeCertificate(form);
    if (form.dataset.bind) await bind(form, kept.id, pinOf(form));
    return signInto(form, kept.id, pinOf(form));
  },
  import: async (form) => {
    await keepPem(await fileOf(form), "soft", newPinOf(form));
    location.reload();
    return false;
  },
  export: async (form) => {
    save(await exported(choiceOf(form), pinOf(form)), "证书.pem");
    return false;
  },
  discard: async (form) => {
    await discard(choiceOf(form));
    location.reload();
    return false;
  },
};

async function makeCertificate(form: HTMLFormElement): Promise<Kept> {
  const pin = newPinOf(form);
  const choice = form.querySelector<HTMLSelectElement>("[data-certificate-ca]")!.selectedOptions[0]!;
  const device = form.querySelector<HTMLSelectElement>("[data-certificate-device]")!.value as Device;
  const key = makeKey(choice.dataset.algorithm as KeyAlgorithm);
  const order = tokenOf(form);
  order.set("ca", choice.value);
  order.set("key", hex(key.spki));
  const { certificates } = await asked(form.dataset.issue!, order);
  return keep(key, (certificates as string[]).map(fromHex), device, pin);
}

async function signInto(form: HTMLFormElement, id: string, pin: string): Promise<boolean> {
  const { message } = await asked(form.dataset.question!, tokenOf(form));
  const bytes = fromBase64(message as string);
  demandOwnQuestion(bytes, "act" in form.dataset ? ACT : LOGIN);
  if ("act" in form.dataset) demandShown(bytes);
  if (pin && form.querySelector<HTMLInputElement>("[data-certificate-remember]")?.checked) await unlockFor(id, pin, REMEMBERED);
  const signature = await keeper.sign(id, bytes, pin);
  form.querySelector<HTMLInputElement>("[name=signature], [data-certificate-answer]")!.value = JSON.stringify(spellSignature(signature));
  return true;
}

/** Bind a certificate just made, before something else is signed with it. */
async function bind(form: HTMLFormElement, id: string, pin: string): Promise<void> {
  const body = tokenOf(form);
  const { message } = await asked(form.dataset.bindQuestion!, body);
  const bytes = fromBase64(message as string);
  demandOwnQuestion(bytes, LOGIN);
  body.set("signature", JSON.stringify(spellSignature(await keeper.sign(id, bytes, pin))));
  const answer = await fetch(form.dataset.bind!, { method: "POST", body });
  if (!answer.ok) throw new Error("证书没有绑定成功，请到“我的账号 · 数字证书”重试。");
}

/** Sign only what this very site asks: a question carried over from elsewhere says so itself. */
function demandOwnQuestion(bytes: Bytes, context: string): void {
  const question = JSON.parse(fromUtf8(bytes));
  if (question.context !== context || question.origin !== location.origin) {
    throw new Error("待签内容不是本网站发出的，已停止签名。");
  }
}

async function asked(address: string, body: FormData): Promise<Record<string, unknown>> {
  const headers = { Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body, headers, redirect: "error" });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.detail ?? "没有连上服务器，请刷新页面后重试。");
  return content;
}

function tokenOf(form: HTMLFormElement): FormData {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "act_statement"]) {
    const field = form.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) body.set(name, field.value);
  }
  return body;
}

function choiceOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLSelectElement>("[data-certificate-choice]")?.value ?? "";
}

function pinOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("[data-certificate-pin]")?.value ?? "";
}

function newPinOf(form: HTMLFormElement): string {
  const pin = pinOf(form);
  if (pin !== form.querySelector<HTMLInputElement>("[data-certificate-again]")?.value) throw new Error("两次输入的口令不一致。");
  return pin;
}

async function fileOf(form: HTMLFormElement): Promise<string> {
  const file = form.querySelector<HTMLInputElement>("[data-certificate-file]")?.files?.[0];
  if (!file || file.size > LARGEST_FILE) throw new Error("请选择证书文件（PEM）。");
  return file.text();
}

function save(text: string, name: string): void {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-pem-file" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function attempt(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const problem = form.querySelector<HTMLElement>("[data-certificate-problem]")!;
  problem.hidden = true;
  submitter?.setAttribute("aria-busy", "true");
  try {
    if (!(await ACTS[form.dataset.certificate!]!(form))) return;
    form.dataset.answered = "yes";
    form.requestSubmit(submitter ?? undefined);
  } catch (error) {
    problem.textContent = (error as Error).message;
    problem.hidden = false;
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.dataset.certificate || form.dataset.answered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void attempt(form, event.submitter);
}

async function show(): Promise<void> {
  const able = isSecureContext && "indexedDB" in window;
  const kept = able ? (await keeper.list()).filter(isWanted) : [];
  for (const select of all<HTMLSelectElement>("[data-certificate-choice]")) select.replaceChildren(...kept.map(optionOf));
  await showLock(kept); // before the form itself: a field that goes away again would be typed into
  for (const place of all("[data-certificate-some]")) place.hidden = !kept.length;
  for (const place of all("[data-certificate-none]")) place.hidden = !able || kept.length > 0;
  for (const place of all("[data-certificate-able]")) place.hidden = !able;
  for (const place of all("[data-certificate-unable]")) place.hidden = able;
}

/** Where the chosen certificate's PIN was asked lately, its field is not shown. */
async function showLock(kept: readonly Kept[]): Promise<void> {
  const choice = document.querySelector<HTMLSelectElement>("form[data-act] [data-certificate-choice]");
  const chosen = kept.find(({ id }) => id === choice?.value);
  const unlocked = chosen !== undefined && (await isUnlocked(chosen));
  for (const place of all("[data-certificate-locked]")) place.hidden = unlocked;
  for (const place of all("[data-certificate-unlocked]")) place.hidden = !unlocked;
  if (choice && !choice.onchange) choice.onchange = () => void showLock(kept);
}

/** Who confirms can only use own certificates; the page names them. */
function isWanted({ id }: Kept): boolean {
  const own = document.querySelector<HTMLElement>("[data-certificate-own]")?.dataset.certificateOwn;
  return own === undefined || own.split(" ").includes(id);
}

function optionOf({ id, name, issuer, device, notAfter }: Kept): HTMLOptionElement {
  const until = new Date(notAfter).toISOString().slice(0, 10);
  return new Option(`${name}，${DEVICE_NAMES[device]}，${issuer}，至 ${until}`, id);
}

document.addEventListener("submit", onSubmit, true);
void show(); // the script is deferred: the page is there
