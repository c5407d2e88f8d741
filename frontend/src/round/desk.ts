// The page on which a quote is written, sealed and handed in. See src/lucai/stages/trade/rounds/templates/rounds/_desk.html.
import { parseKey, NOTHING, spellKey, type Kept, type KeptEnvelope, type Withdrawal } from "../bid/kept";
import { isRefused, ReceiptWatch, type Passed, type Word } from "../bid/proving";
import { announceReceived, logInWords, showWord } from "../bid/receipt_card";
import { NotSigned, signerOf, signShown, startSigner } from "../bid/signing";
import { find, keep } from "../bid/store";
import { keyOf } from "../bid/tender";
import { warnOfLeaving } from "../bid/unfinished";
import { ask, offerFile } from "../dialog";
import { all, announce, make } from "../dom";
import { showYuan } from "../money";
import { hex, type Bytes } from "../seal/bytes";
import { UploadRefused } from "../seal/upload";
import { serverOffset } from "../server_time";
import { Door, type SignedPending } from "./door";
import { readOrder, type RoundOrder } from "./order";
import { paperOf, type Paper } from "./paper";

const JSON_TYPE = { type: "application/json" };
const LONGEST_TIMER = 2 ** 31 - 2;

class RoundDesk {
  private readonly key: string;
  private readonly door: Door;
  private readonly watch: ReceiptWatch;
  private readonly paper: Paper;
  private kept: Kept = NOTHING;
  /** What the platform has: what was handed in before, or from here just now. */
  private held: string;
  private readonly offset = serverOffset();
  /** What is sealed here, in a word: 报价, 响应文件. */
  private readonly what: string;

  constructor(
    private readonly page: HTMLElement,
    private readonly order: RoundOrder,
  ) {
    this.key = keyOf(order);
    this.what = page.dataset.what!;
    this.held = order.held;
    this.paper = paperOf(page, order);
    this.door = new Door(order, page.dataset.worker!, page.dataset.token!);
    this.watch = new ReceiptWatch(this.door, (word, own) => this.hearAgain(word, own));
  }

  async start(): Promise<void> {
    this.page.hidden = false;
    startSigner(this.page, this.order);
    this.page.addEventListener("input", () => this.judge());
    addEventListener("lucai:reached", () => this.judge());
    this.onPress("seal-now", () => this.sealNow());
    this.onPress("resume", () => this.whileSealing(() => this.handIn(this.kept.pending as SignedPending)));
    this.onPress("recheck", () => this.recheck());
    this.onPress("withdraw", () => this.withdraw());
    const key = this.page.querySelector<HTMLInputElement>("[data-key]")!;
    key.addEventListener("change", () => void this.guarded(() => this.loadKey(key)));
    this.kept = (await find("kept", this.key)) ?? NOTHING;
    this.judge();
    this.judgeAtTheEnd();
    await this.showAndWatch();
  }

  private part(name: string): HTMLElement {
    return this.page.querySelector<HTMLElement>(`[data-${name}]`)!;
  }

  private onPress(name: string, act: () => Promise<void>): void {
    this.part(name).addEventListener("click", () => void this.guarded(act));
  }

  /** Do something; what goes wrong is said at the top, and nothing that was typed is lost. */
  private async guarded(act: () => Promise<void>): Promise<void> {
    this.part("problem").hidden = true;
    try {
      await act();
    } catch (error) {
      this.part("text").textContent = `没有完成：${(error as Error).message}`;
      this.part("problem").hidden = false;
      this.part("problem").scrollIntoView({ block: "center" });
    }
  }

  private judge(): boolean {
    const total = this.paper.total();
    this.part("total").textContent = total === null ? "—" : `${showYuan(total)} 元`;
    const wrong = this.paper.problem(Date.now() + this.offset);
    this.part("why").textContent = wrong ?? "填写完整，不超过上限，可以密封提交。";
    this.part("why").classList.toggle("warn", wrong !== null);
    this.tellTime();
    return wrong === null;
  }

  /** What is left until the deadline by the server's clock, in milliseconds. */
  private left(): number {
    return Date.parse(this.order.deadline) - Date.now() - this.offset;
  }

  /** A page that stays open past the deadline says so by itself; a timer cannot wait for months. */
  private judgeAtTheEnd(): void {
    const left = this.left();
    if (left > 0 && left < LONGEST_TIMER) setTimeout(() => this.judge(), left + 1);
  }

  /** After the deadline nothing is sealed or taken back any more: the buttons are grey and say why. */
  private tellTime(): void {
    const isOver = this.left() <= 0;
    for (const name of ["withdraw", "seal-now"]) (this.part(name) as HTMLButtonElement).disabled = isOver;
    for (const said of all("[data-in-time]", this.page)) said.hidden = isOver;
    for (const said of all("[data-too-late]", this.page)) said.hidden = !isOver;
  }

  private async sealNow(): Promise<void> {
    if (!this.judge()) return announce(this.part("why").textContent!);
    const replaces = this.replaced();
    const signer = await signerOf(this.page);
    const parts = this.paper.parts();
    const shown = this.paper.shown();
    await this.whileSealing(async () => {
      const pending = await this.door.seal(parts, replaces, signer, {
        progress: () => undefined,
        answer: (message) => signShown(signer, { title: this.order.title, parts: {} }, message, shown),
      });
      const signature = await signer.sign(this.door.messageOf(pending));
      const ready: SignedPending = { ...pending, signature };
      // From here on a lost line or a closed tab loses nothing: it can be handed in again.
      await keep("kept", this.key, (this.kept = { ...this.kept, pending: ready }));
      await this.handIn(ready);
    });
  }

  /** The envelope that a new one takes the place of, with what only this browser has of it. */
  private replaced(): KeptEnvelope | null {
    if (!this.held) return null;
    const { current } = this.kept;
    if (current && hex(current.hash) === this.held) return current;
    throw new Error(`${this.what}是在别的浏览器里提交的，请先载入当时保存的撤改凭据（.lckey.json）`);
  }

  private async handIn(pending: SignedPending): Promise<void> {
    const isTaken = hex(pending.hash) === this.held; // only its receipt was lost on the way
    const receipt = isTaken ? await this.receipt(pending) : await this.sent(pending);
    const { uploadId: _, signature: __, ...own } = pending;
    const word = await this.door.judge(receipt, own);
    await this.hear(word, own);
    this.page.querySelector<HTMLElement>(isRefused(word) ? "[data-recheck]" : "[data-received] h2")!.focus();
    announceReceived(word);
  }

  /** Take a receipt for what it is worth: one that does not hold changes nothing but is kept as evidence. */
  private hear(word: Word, own: KeptEnvelope): Promise<void> {
    if (isRefused(word)) return this.setKept({ ...this.kept, refused: word });
    this.held = hex(own.hash);
    return this.setKept({ current: { ...own, receipt: word.receipt }, pending: null, isWithdrawn: false });
  }

  /** The same of a later receipt, while the page is open. */
  private async hearAgain(word: Word, own: KeptEnvelope): Promise<void> {
    const news = isRefused(word) ? { refused: word } : { current: { ...own, receipt: word.receipt }, refused: null };
    await keep("kept", this.key, (this.kept = { ...this.kept, ...news }));
    await this.show();
  }

  private async recheck(): Promise<void> {
    const { pending, current } = this.kept;
    if (pending || !current) return this.whileSealing(() => this.handIn(pending as SignedPending));
    await this.hear(await this.door.judge(await this.receipt(current), current), current);
  }

  /** Hand in; what the platform refuses for good is not offered again. */
  private async sent(pending: SignedPending): Promise<Bytes> {
    try {
      return await this.door.handIn(pending, this.replaced());
    } catch (error) {
      if (error instanceof UploadRefused && error.status < 500) await this.setKept({ ...this.kept, pending: null });
      throw error;
    }
  }

  private async withdraw(): Promise<void> {
    const { current } = this.kept;
    const note = make("p", "", "撤回后视同没有提交；截止前可以重新密封提交，已填写的内容都保留。");
    if (!current || !(await ask(`撤回${this.what}？`, [note], `撤回${this.what}`, "danger"))) return;
    const withdrawal = await this.door.takeBack(current);
    this.held = "";
    await this.setKept({ current: null, pending: null, isWithdrawn: true, withdrawal });
    this.part("withdrawn").querySelector<HTMLElement>("h2")!.focus();
    announce("已撤回，回执已核对");
  }

  private async receipt(own: KeptEnvelope): Promise<Bytes> {
    const receipt = await this.door.receiptOf(own);
    if (!receipt) throw new Error(`平台没有收到这份${this.what}`);
    return receipt;
  }

  private async loadKey(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const own = parseKey(this.order, new Uint8Array(await file.arrayBuffer()));
    if (hex(own.hash) !== this.held) throw new Error(`这份凭据说的不是现在提交着的${this.what}`);
    const word = await this.door.judge(await this.receipt(own), own);
    await this.hear(word, own);
    if (!isRefused(word)) announce("凭据已载入，可以替换或者撤回");
  }

  private async setKept(kept: Kept): Promise<void> {
    await keep("kept", this.key, (this.kept = kept));
    await this.showAndWatch();
  }

  private async showAndWatch(): Promise<void> {
    const word = await this.show();
    void this.watch.follow(word && this.kept.current, word);
  }

  /** Say 已提交 only of what this page has itself checked, each time anew. */
  private async show(): Promise<Word | null> {
    const { current, pending, withdrawal } = this.kept;
    const isOwn = current !== null && hex(current.hash) === this.held;
    this.part("pending").hidden = pending === null || Boolean(this.kept.refused);
    this.part("elsewhere").hidden = !this.held || isOwn;
    this.part("withdrawn").hidden = !withdrawal || Boolean(this.held);
    if (withdrawal) this.showWithdrawn(withdrawal);
    this.part("seal-label").textContent = this.held ? "密封并替换" : "密封并提交";
    const word = isOwn ? await this.door.judge(current.receipt, current) : null;
    const about = current ?? pending;
    showWord(this.page, word, this.kept.refused ?? null, about ? this.nameOf(about) : "");
    if (isOwn && word && !isRefused(word)) this.showReceived(current, word);
    return word;
  }

  private nameOf({ fingerprint }: Pick<KeptEnvelope, "fingerprint">): string {
    return `${this.order.project}-${fingerprint.sm3.slice(0, 8)}`;
  }

  private showWithdrawn({ receipt, at }: Withdrawal): void {
    this.part("withdrawn-at").textContent = beijing(at);
    const link = this.page.querySelector<HTMLAnchorElement>("[data-save=withdrawal]")!;
    offerFile(link, `${this.order.project}-撤回回执.json`, new Blob([receipt], JSON_TYPE));
  }

  private showReceived(current: KeptEnvelope, { receipt, receipted }: Passed): void {
    const said = { at: beijing(receipted.receivedAt), log: logInWords(receipted) };
    const slots: Record<string, string> = { ...said, sm3: current.fingerprint.sm3, sha256: current.fingerprint.sha256 };
    for (const slot of all("[data-slot]", this.page)) slot.textContent = slots[slot.dataset.slot!] ?? "";
    const name = this.nameOf(current);
    const link = (kind: string): HTMLAnchorElement => this.page.querySelector<HTMLAnchorElement>(`[data-save=${kind}]`)!;
    offerFile(link("receipt"), `${name}-回执.json`, new Blob([receipt], JSON_TYPE));
    offerFile(link("key"), `${name}.lckey.json`, new Blob([spellKey(this.order, current)], JSON_TYPE));
  }

  private async whileSealing(act: () => Promise<void>): Promise<void> {
    const work = this.part("work");
    const button = this.part("seal-now");
    work.inert = true;
    warnOfLeaving(this.part("unfinished"), true);
    button.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      await this.show();
      if (!(error instanceof NotSigned)) throw error;
      announce(`没有签名，${this.what}没有提交`);
    } finally {
      work.inert = false;
      warnOfLeaving(this.part("unfinished"), false);
      button.removeAttribute("aria-busy");
    }
  }
}

/** A moment to the second, as it is read in Beijing. */
function beijing(moment: string): string {
  return new Date(moment).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
}

const page = document.querySelector<HTMLElement>("[data-round]");
if (page) void new RoundDesk(page, readOrder(page)).start();
