// Who signs: a certificate in a file, or in the demonstration the simulated UKey. What is signed is shown first.
import { pluggedIn } from "../certificate/ukey";
import { ask, facts } from "../dialog";
import { make } from "../dom";
import { hex, type Bytes } from "../seal/bytes";
import { parseInner } from "../seal/header";
import type { Signature } from "../seal/signature";
import { readSoftCertificate, type SoftCertificate } from "../seal/soft_certificate";
import { commonName, maySign } from "../seal/x509";
import { say } from "../words";
import { OWN_PARTS } from "./contents";
import { sizeInWords } from "./files";
import type { Tender } from "./tender";

const LARGEST = 1 << 20;

export class NotSigned extends Error {}

/** Follow the choice of certificate and say whose it is. */
export function startSigner(page: ParentNode, tender: Pick<Tender, "bidder">): void {
  for (const radio of page.querySelectorAll<HTMLInputElement>("[name=signer]")) {
    radio.addEventListener("change", () => void showHolder(page, tender));
  }
  fileInput(page).addEventListener("change", () => void showHolder(page, tender));
  void showHolder(page, tender);
}

async function showHolder(page: ParentNode, tender: Pick<Tender, "bidder">): Promise<void> {
  page.querySelector<HTMLElement>("[data-soft]")!.hidden = isDevice(page);
  const line = page.querySelector("[data-holder]")!;
  if (!isDevice(page) && !fileInput(page).files?.length) {
    line.textContent = "";
    return;
  }
  try {
    const holder = commonName((await signerOf(page)).certificate);
    const isOther = holder !== tender.bidder.name;
    line.textContent = `证书持有人：${holder}${isOther ? say("。与投标人名称不同，请核对是不是本单位的证书") : ""}`;
  } catch (error) {
    line.textContent = (error as Error).message;
  }
}

export async function signerOf(page: ParentNode): Promise<SoftCertificate> {
  const signer = isDevice(page) ? await pluggedIn("请改用软证书文件") : readSoftCertificate(await softFile(page));
  const { certificate } = signer;
  if (!maySign(certificate)) throw new Error("这张证书不能用于签名，请选择签名证书");
  return signer;
}

/** Show what is signed, and sign it once its signer says so; `more` are lines of what the page itself has sealed. */
export async function signShown(
  signer: SoftCertificate,
  tender: Pick<Tender, "title" | "parts">,
  message: Bytes,
  more: readonly (readonly [string, string])[] = [],
): Promise<readonly Signature[]> {
  const inner = parseInner(message);
  const files = inner.parts.map(({ part, file, size }) => `${say(OWN_PARTS[part] ?? "") || `${tender.parts[part]}：${file}`}（${sizeInWords(size)}）`);
  const shown = facts([
    ["项目与采购包", `${tender.title}（${inner.tender}）`],
    ["投标人", inner.bidders.map(({ name, code }) => `${name} ${code}`).join("、")],
    ["内容", files.join("；")],
    ...more,
    ["密文标识", hex(inner.coreHash)],
    ["签名证书", commonName(signer.certificate)],
  ]);
  const note = make("p", "sm muted", "签名即表示本企业对所密封内容的真实性负责。签名也在密封之内，开启前没有人看得到。");
  if (!(await ask("请确认签名内容", [shown, note], "签名并递交"))) throw new NotSigned(say("没有签名，投标文件没有递交。"));
  return [await signer.sign(message)];
}

async function softFile(page: ParentNode): Promise<string> {
  const file = fileInput(page).files?.[0];
  if (!file) throw new Error("请先选择软证书文件");
  if (file.size > LARGEST) throw new Error("证书文件过大");
  return file.text();
}

function isDevice(page: ParentNode): boolean {
  return page.querySelector<HTMLInputElement>("[name=signer]:checked")?.value === "ukey";
}

function fileInput(page: ParentNode): HTMLInputElement {
  return page.querySelector<HTMLInputElement>("#soft-certificate")!;
}
