// data-passkey="create" or "get" on a form: the browser asks the device before the form is sent.
// The form fetches its question from data-options and posts the device's answer in the field "answer".
import { all, make } from "./dom";

type Act = "create" | "get";

const SORRY: Record<string, string> = {
  NotAllowedError: "没有完成：已取消，或等待超时。",
  InvalidStateError: "这台设备已经登记过通行密钥。",
  SecurityError: "当前网址不能使用通行密钥。",
};

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(described: PublicKeyCredentialDescriptorJSON[] | undefined): PublicKeyCredentialDescriptor[] {
  return (described ?? []).map(({ id }) => ({ type: "public-key", id: toBytes(id) }));
}

async function create(question: PublicKeyCredentialCreationOptionsJSON): Promise<object> {
  const publicKey = {
    ...question,
    user: { ...question.user, id: toBytes(question.user.id) },
    excludeCredentials: withBytes(question.excludeCredentials),
    challenge: toBytes(question.challenge),
  } as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return spelled(made, { attestationObject: toText(response.attestationObject) });
}

async function get(question: PublicKeyCredentialRequestOptionsJSON): Promise<object> {
  const publicKey = {
    ...question,
    allowCredentials: withBytes(question.allowCredentials),
    challenge: toBytes(question.challenge),
  } as PublicKeyCredentialRequestOptions;
  const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAssertionResponse;
  return spelled(found, {
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: response.userHandle ? toText(response.userHandle) : undefined,
  });
}

function spelled(credential: PublicKeyCredential, more: object): object {
  const clientDataJSON = toText(credential.response.clientDataJSON);
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: { clientDataJSON, ...more } };
}

async function ask(form: HTMLFormElement): Promise<object> {
  const answer = await fetch(form.dataset.options ?? "", { method: "POST", body: new FormData(form), redirect: "error" });
  if (!answer.ok) throw new Error("没有连上服务器，请刷新页面后重试。");
  const question = await answer.json();
  return form.dataset.passkey as Act === "create" ? create(question) : get(question);
}

async function answer(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const problem = form.querySelector<HTMLElement>("[data-passkey-problem]");
  if (problem) problem.hidden = true;
  submitter?.setAttribute("aria-busy", "true");
  try {
    form.querySelector<HTMLInputElement>("[name=answer]")!.value = JSON.stringify(await ask(form));
    form.dataset.answered = "yes";
    form.requestSubmit(submitter ?? undefined);
  } catch (error) {
    const { name, message } = error as Error;
    if (!problem) return;
    problem.textContent = SORRY[name] ?? message;
    problem.hidden = false;
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.dataset.passkey || form.dataset.answered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void answer(form, event.submitter);
}

/** Browsers bind passkeys to a name, never to a number such as 127.0.0.1. */
function hasName(): boolean {
  return !/^[\d.]+$|^\[/.test(location.hostname);
}

function sayWhyNot(place: HTMLElement): void {
  place.hidden = false;
  if (hasName() || location.hostname !== "127.0.0.1") {
    place.textContent = "当前浏览器或网址不支持通行密钥，请换用新版浏览器，并通过加密连接访问。";
    return;
  }
  const link = make("a", "", "localhost");
  link.href = location.href.replace("//127.0.0.1", "//localhost");
  place.replaceChildren("通行密钥不能用于数字网址，请从 ", link, " 登录后再登记。");
}

/** Offer passkeys where the browser can; say where it cannot. */
export function startPasskeys(): void {
  const able = "PublicKeyCredential" in window && isSecureContext && hasName();
  for (const form of all<HTMLFormElement>("form[data-passkey]")) form.hidden = !able;
  if (!able) all("[data-passkey-absent]").forEach(sayWhyNot);
  document.addEventListener("submit", onSubmit, true);
}
