// The page on which a party of a draw gives its nonce: drawn, committed to and sealed here. See draws/nonce.html.
import { isRefused, ReceiptWatch, type Held, type Passed, type Word } from "../bid/proving";
import { announceReceived, logInWords, showWord } from "../bid/receipt_card";
import { NotSigned, signerOf, startSigner } from "../bid/signing";
import { ask, facts, offerFile } from "../dialog";
import { announce, make } from "../dom";
import { concat, fromUtf8, hex, random, utf8, type Bytes } from "../seal/bytes";
import { canonical } from "../seal/canonical";
import { sha256 } from "../seal/hashes";
import { parseInner } from "../seal/header";
import type { PartSource } from "../seal/sealing";
import { spellSignature, type Signature } from "../seal/signature";
import type { SoftCertificate } from "../seal/soft_certificate";
import { commonName } from "../seal/x509";
import { Door } from "./door";
import { readOrder, type RoundOrder } from "./order";

interface ChanceOrder extends RoundOrder {
  /** The draw's number. */
  readonly draw: string;
  /** agency, buyer or supervisor. */
  readonly party: string;
}

interface Nonce {
  readonly nonce: Bytes;
  readonly blinding: Bytes;
  readonly commitment: Bytes;
}

const SIZE = 32;

async function freshNonce(): Promise<Nonce> {
  const [nonce, blinding] = [random(SIZE), random(SIZE)];
  return { nonce, blinding, commitment: await sha256(concat(utf8("lucai-draw/1 commit\0"), nonce, blinding)) };
}

class ChanceDesk {
  constructor(
    private readonly page: HTMLElement,
    private readonly order: ChanceOrder,
  ) {}

  start(): void {
    this.page.hidden = false;
    const button = this.page.querySelector<HTMLButtonElement>("[data-give]");
    if (!button) return;
    startSigner(this.page, this.order);
    button.addEventListener("click", () => void this.guarded(button));
  }

  private part(name: string): HTMLElement {
    return this.page.querySelector<HTMLElement>(`[data-${name}]`)!;
  }

  /** Give once; what goes wrong is said at the top and can be tried again. */
  private async guarded(button: HTMLButtonElement): Promise<void> {
    this.part("problem").hidden = true;
    this.part("work").inert = true;
    button.setAttribute("aria-busy", "true");
    try {
      await this.give(await signerOf(this.page));
    } catch (error) {
      if (error instanceof NotSigned) return announce("没有签名，随机数没有提交");
      this.part("text").textContent = `没有完成：${(error as Error).message}`;
      this.part("problem").hidden = false;
      this.part("problem").scrollIntoView({ block: "center" });
    } finally {
      this.part("work").inert = false;
      button.removeAttribute("aria-busy");
    }
  }

  private async give(signer: SoftCertificate): Promise<void> {
    const own = await freshNonce();
    const { draw, party } = this.order;
    const committed = utf8(`lucai-draw-commitment/1\n${draw}\n${party}\n${hex(own.commitment)}\n`);
    const sealer = new Door(this.order, this.page.dataset.worker!, this.page.dataset.token!);
    const pending = await sealer.seal(partsOf(own), null, signer, {
      progress: () => undefined,
      answer: (message) => this.signShown(signer, message, own),
    });
    const signed = fromUtf8(canonical(spellSignature(await signer.sign(committed))));
    const beside = { commitment: hex(own.commitment), signed };
    const door = new Door(this.order, this.page.dataset.worker!, this.page.dataset.token!, beside);
    const receipt = await door.handIn({ ...pending, signature: await signer.sign(door.messageOf(pending)) }, null);
    await this.hear(door, { ...pending, receipt }, own);
  }

  /** Say 已提交 once the log proves that it is in; ask again until then. */
  private async hear(door: Door, sealed: Held, own: Nonce): Promise<void> {
    this.handOut(own);
    const tell = async (word: Word): Promise<void> => {
      showWord(this.page, word, null, this.name());
      this.part("log").textContent = isRefused(word) ? "" : inWords(word, own);
    };
    const word = await door.judge(sealed.receipt, sealed);
    await tell(word);
    this.page.querySelector<HTMLElement>(isRefused(word) ? "[data-save=refused]" : "[data-received] h2")!.focus();
    announceReceived(word);
    void new ReceiptWatch(door, tell).follow(sealed, word);
  }

  /** Show what is signed, and sign it once its signer says so. */
  private async signShown(signer: SoftCertificate, message: Bytes, own: Nonce): Promise<readonly Signature[]> {
    const { bidders, coreHash } = parseInner(message);
    const shown = facts([
      ["抽取", `${this.order.title}（${this.order.draw}）`],
      ["提交单位", bidders.map(({ name, code }) => `${name} ${code}`).join("、")],
      ["随机数的承诺", hex(own.commitment)],
      ["密文标识", hex(coreHash)],
      ["签名证书", commonName(signer.certificate)],
    ]);
    const note = make("p", "sm muted", "签名即表示这个随机数由本单位产生，提交后不能更换。");
    if (!(await ask("请确认签名内容", [shown, note], "签名并递交"))) throw new NotSigned("没有签名");
    return [await signer.sign(message)];
  }

  /** What is handed in cannot be given anew; the nonce itself nobody else has. */
  private handOut({ nonce, blinding, commitment }: Nonce): void {
    const { draw, party } = this.order;
    const told = canonical({ draw, party, nonce: hex(nonce), blinding: hex(blinding), commitment: hex(commitment) });
    const link = this.page.querySelector<HTMLAnchorElement>("[data-save=nonce]")!;
    offerFile(link, `${this.name()}-随机数.json`, new Blob([told], { type: "application/json" }));
    link.hidden = false;
    const receipt = this.page.querySelector<HTMLAnchorElement>("[data-receipt]")!;
    receipt.href = receipt.dataset.receipt!;
    this.part("work").hidden = true;
  }

  private name(): string {
    return `${this.order.draw}-${this.order.party}`;
  }
}

function inWords({ receipted }: Passed, { commitment }: Nonce): string {
  return `本单位随机数的承诺 ${hex(commitment).slice(0, 16)}…。${logInWords(receipted)}`;
}

function partsOf({ nonce, blinding }: Nonce): PartSource[] {
  const content = canonical({ blinding: hex(blinding), nonce: hex(nonce) });
  return [{ part: "offer", file: "nonce.json", media: "application/json", content: new Blob([content]) }];
}

const page = document.querySelector<HTMLElement>("[data-chance]");
if (page) new ChanceDesk(page, readOrder(page) as ChanceOrder).start();
