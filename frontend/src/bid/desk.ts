// The desk on which a bid is written, checked, sealed and handed in. See src/lucai/stages/trade/bids/templates/bids/seal.html.
import { ask, saveFile } from "../dialog";
import { announce, make } from "../dom";
import { showYuan } from "../money";
import type { Bytes } from "../seal/bytes";
import type { SealListener } from "../seal/client";
import { serverOffset } from "../server_time";
import { say } from "../words";
import { showChecks, showSums } from "./check_list";
import { partsOf } from "./contents";
import { readDraft, writeDraft, type Draft } from "./draft";
import { readDraftFile, writeDraftFile } from "./draft_file";
import { Drop } from "./drop";
import { limitFields } from "./fields";
import { FileShelf } from "./files";
import { NOTHING, parseKey, type Kept, type KeptEnvelope, type Pending } from "./kept";
import { itemsTotal } from "./price";
import { startPriceImport } from "./price_import";
import { isRefused, ReceiptWatch, type Word } from "./proving";
import { announceReceived } from "./receipt_card";
import { showKept, showWhetherOver } from "./result";
import { NotSigned, signerOf, signShown, startSigner } from "./signing";
import { find, forget, keep } from "./store";
import { keyOf, readTender, type Tender } from "./tender";
import { warnOfLeaving } from "./unfinished";
import { keepWaysBack } from "./ways_back";

const WAIT_MS = 300;

class Desk {
  private readonly key: string;
  private readonly drop: Drop;
  private readonly watch: ReceiptWatch;
  private readonly shelf: FileShelf;
  private readonly blank: Draft;
  private kept: Kept = NOTHING;
  private timer = 0;
  /** How far this machine's clock is from the platform's, in milliseconds. */
  private readonly offset = serverOffset();

  constructor(
    private readonly page: HTMLElement,
    private readonly tender: Tender,
  ) {
    this.key = keyOf(tender);
    this.drop = new Drop(tender, page.dataset.worker!);
    this.watch = new ReceiptWatch(this.drop, (word, own) => this.hearAgain(word, own));
    this.shelf = new FileShelf(page, tender, () => this.changed());
    this.blank = readDraft(page, []);
  }

  async start(): Promise<void> {
    limitFields(this.page, this.tender.longest);
    this.page.hidden = false;
    this.listen();
    startSigner(this.page, this.tender);
    startPriceImport(this.page, this.tender, () => this.changed());
    const draft = await find("drafts", this.key);
    if (draft) this.load(draft);
    this.kept = (await find("kept", this.key)) ?? NOTHING;
    this.judge();
    void this.guarded(() => this.tellOfPolicy());
    await this.showAndWatch();
  }

  private listen(): void {
    const work = this.part("work");
    work.addEventListener("input", () => this.changed());
    work.addEventListener("click", () => this.changed()); // rows are added and removed by buttons
    addEventListener("pagehide", () => void this.save());
    addEventListener("lucai:reached", () => this.judge());
    this.onPress("take-total", () => this.takeTotal());
    this.onPress("seal-now", () => this.sealNow());
    this.onPress("send-offline", () => this.sendOffline());
    this.onPress("resume", () => this.resume());
    this.onPress("recheck", () => this.recheck());
    this.onPress("drop-pending", () => this.setKept({ ...this.kept, pending: null }));
    this.onPress("withdraw", () => this.withdraw());
    this.onPress("export", () => this.exportDraft());
    this.onPress("forget", () => this.forgetDraft());
    const load = this.page.querySelector<HTMLInputElement>("[data-import]")!;
    load.addEventListener("change", () => void this.guarded(() => this.importFile(load)));
  }

  private onPress(name: string, act: () => Promise<void> | void): void {
    this.part(name).addEventListener("click", () => void this.guarded(async () => act()));
  }

  private part(name: string): HTMLElement {
    return this.page.querySelector<HTMLElement>(`[data-${name}]`)!;
  }

  /** Do something; what goes wrong is said at the top of the page. */
  private async guarded(act: () => Promise<void>): Promise<void> {
    const problem = this.part("problem");
    problem.hidden = true;
    try {
      await act();
    } catch (error) {
      problem.querySelector("[data-text]")!.textContent = `没有完成：${say(inWords(error as Error))}`;
      problem.hidden = false;
      problem.scrollIntoView({ block: "center" });
    }
  }

  // ——— the draft

  private draft(): Draft {
    return readDraft(this.page, this.shelf.files);
  }

  private load(draft: Draft): void {
    writeDraft(this.page, draft);
    this.shelf.show(draft.files);
    this.part("saved").textContent = `已恢复 ${clock(draft.savedAt)} 保存的内容`;
  }

  private changed(): void {
    this.judge();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.guarded(() => this.save()), WAIT_MS);
  }

  private async save(): Promise<void> {
    const draft = this.draft();
    await keep("drafts", this.key, draft);
    this.part("saved").textContent = `已于 ${clock(draft.savedAt)} 保存到本机`;
  }

  private judge(): boolean {
    const draft = this.draft();
    showWhetherOver(this.page, this.now() >= Date.parse(this.tender.deadline));
    showSums(this.page, draft, this.tender);
    return showChecks(this.page, draft, this.tender, this.now());
  }

  private now(): number {
    return Date.now() + this.offset;
  }

  private takeTotal(): void {
    const total = itemsTotal(this.draft(), this.tender);
    if (total === null) return announce("还有单价没有填写");
    const field = this.page.querySelector<HTMLInputElement>("[name='offer.price']")!;
    field.value = showYuan(total);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private async exportDraft(): Promise<void> {
    const { project, lot } = this.tender;
    saveFile(`${project}-包${lot}-草稿.zip`, await writeDraftFile(this.tender, this.draft()));
  }

  private async importFile(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    if ((await file.slice(0, 2).text()) === "PK") {
      this.load(await readDraftFile(this.tender, file));
      await this.save();
      this.judge();
      return announce("草稿已载入");
    }
    const own = parseKey(this.tender, new Uint8Array(await file.arrayBuffer()));
    const receipt = await this.drop.receiptOf(own);
    if (!receipt) throw new Error("平台没有收到过这份凭据所说的投标文件");
    const word = await this.drop.judge(receipt, own);
    await this.hear(word, own, this.kept.pending);
    if (!isRefused(word)) announce("凭据已载入，可以替换或者撤回");
  }

  private async forgetDraft(): Promise<void> {
    const note = make("p", "", say("本机上已填写的内容和选好的文件都会删除，不能恢复。已经递交的投标文件和撤改凭据不受影响。"));
    if (!(await ask("清除本机草稿？", [note], "清除", "danger"))) return;
    clearTimeout(this.timer);
    this.load({ ...this.blank, files: [] });
    await forget("drafts", this.key);
    this.part("saved").textContent = "草稿已清除";
    this.judge();
  }

  // ——— the envelope

  /** Where the log has the policy; one that it has not is said at once, and nothing is sealed under it. */
  private async tellOfPolicy(): Promise<void> {
    const { index, witnesses, isWitnessed } = await this.drop.published();
    const seen = !isWitnessed ? "，见证人尚未联署" : witnesses.length ? `，${witnesses.length} 个见证人已联署` : "";
    this.part("policy-log").textContent = `密钥方案已写入公开日志第 ${index.toLocaleString("en-US")} 条${seen}，本页已核对。`;
  }

  private async sealNow(): Promise<void> {
    if (!this.judge()) {
      this.part("checks").focus();
      return announce("还有不符合的项目，暂不能封标，请看检查结果");
    }
    const signer = await signerOf(this.page);
    await this.save();
    const replaces = this.kept.current;
    await this.whileSealing(async () => {
      const pending = await this.drop.seal(partsOf(this.draft(), this.tender), replaces, signer, {
        ...this.listener(),
        answer: (message) => {
          this.stage("等待签名");
          return signShown(signer, this.tender, message);
        },
      });
      // From here on a lost line or a closed tab loses nothing: it can be handed in again.
      await keep("kept", this.key, (this.kept = { ...this.kept, pending }));
      await keepWaysBack(this.tender, pending, signer);
      await this.handIn(pending);
    });
  }

  private async sendOffline(): Promise<void> {
    const files = [...this.page.querySelector<HTMLInputElement>("[data-offline]")!.files!];
    const [bid, key] = [".lcbid", ".lckey.json"].map((end) => files.find(({ name }) => name.endsWith(end)));
    if (!bid || !key) throw new Error("请同时选择一起保存的 .lcbid 和 .lckey.json 两个文件");
    if (this.kept.current) throw new Error("已有递交的投标文件，请先撤回，再递交离线封好的");
    const own = parseKey(this.tender, new Uint8Array(await key.arrayBuffer()));
    await this.whileSealing(async () => {
      const pending = await this.drop.send(bid, own, this.listener());
      await keep("kept", this.key, (this.kept = { ...this.kept, pending }));
      await this.handIn(pending);
    });
  }

  private resume(): Promise<void> {
    return this.whileSealing(async () => {
      const pending = this.kept.pending!;
      const known = await this.drop.receiptOf(pending); // its receipt may only have been lost on the way
      if (!known) await keepWaysBack(this.tender, pending, null);
      await this.handIn(pending, known);
    });
  }

  private async handIn(pending: Pending, known: Bytes | null = null): Promise<void> {
    this.stage("正在递交并核对回执");
    const receipt = known ?? (await this.drop.handIn(pending, this.kept.current));
    const { uploadId: _, ...own } = pending;
    const word = await this.drop.judge(receipt, own);
    await this.hear(word, own, null);
    this.page.querySelector<HTMLElement>(isRefused(word) ? "[data-recheck]" : "[data-received] h2")!.focus();
    announceReceived(word);
  }

  /** Take a receipt for what it is worth: one that does not hold changes nothing but is kept as evidence. */
  private hear(word: Word, own: KeptEnvelope, pending: Pending | null): Promise<void> {
    if (isRefused(word)) return this.setKept({ ...this.kept, refused: word });
    return this.setKept({ current: { ...own, receipt: word.receipt }, pending, isWithdrawn: false });
  }

  /** The same of a later receipt, while the page is open. */
  private async hearAgain(word: Word, own: KeptEnvelope): Promise<void> {
    const news = isRefused(word) ? { refused: word } : { current: { ...own, receipt: word.receipt }, refused: null };
    await keep("kept", this.key, (this.kept = { ...this.kept, ...news }));
    await this.show();
  }

  private async recheck(): Promise<void> {
    const { pending, current } = this.kept;
    if (pending || !current) return this.resume();
    const receipt = await this.drop.receiptOf(current);
    if (!receipt) throw new Error("平台没有收到过这份投标文件");
    await this.hear(await this.drop.judge(receipt, current), current, null);
  }

  private async withdraw(): Promise<void> {
    const note = make("p", "", say("撤回后视同没有投标；截止时间前可以重新封标并递交，已填写的内容都保留。"));
    if (!this.kept.current || !(await ask("撤回投标文件？", [note], "撤回投标文件", "danger"))) return;
    await this.drop.withdraw(this.kept.current);
    await this.setKept({ current: null, pending: null, isWithdrawn: true });
    announce(say("投标文件已撤回"));
  }

  private async setKept(kept: Kept): Promise<void> {
    await keep("kept", this.key, (this.kept = kept));
    await this.showAndWatch();
  }

  private async showAndWatch(): Promise<void> {
    void this.watch.follow(this.kept.current, await this.show());
  }

  /** Say 已提交 only of what this page has itself checked, each time anew. */
  private async show(): Promise<Word | null> {
    const { current } = this.kept;
    const word = current && (await this.drop.judge(current.receipt, current));
    showKept(this.page, this.tender, this.kept, word);
    return word;
  }

  // ——— progress

  /** Shows how far it is; where the line is down for good, waits for a press or for the network to come back. */
  private listener(): Omit<SealListener, "answer"> {
    return { progress: ({ done, total }) => this.showProgress(done / total), stalled: () => this.stalled() };
  }

  private async stalled(): Promise<void> {
    const [note, button] = [this.part("stalled"), this.part("continue")];
    note.hidden = false;
    this.stage("网络一直不通，上传停在这里");
    button.focus();
    const goesOn = new AbortController();
    await new Promise<void>((resolve) => {
      for (const [from, event] of [[button, "click"], [window, "online"]] as const) {
        from.addEventListener(event, () => resolve(), { signal: goesOn.signal });
      }
    });
    goesOn.abort();
    note.hidden = true;
    this.stage("正在加密并上传");
  }

  private async whileSealing(act: () => Promise<void>): Promise<void> {
    this.setSealing(true);
    try {
      await act();
    } catch (error) {
      await this.show();
      if (!(error instanceof NotSigned)) throw error;
      announce(error.message);
    } finally {
      this.setSealing(false);
    }
  }

  private setSealing(isSealing: boolean): void {
    this.part("signing").hidden = isSealing;
    this.part("sealing").hidden = !isSealing;
    this.part("work").inert = isSealing;
    this.showProgress(0);
    this.stage("正在加密并上传");
    this.part("stalled").hidden = true;
    warnOfLeaving(this.part("unfinished"), isSealing);
  }

  private stage(text: string): void {
    this.part("stage").textContent = text;
  }

  private showProgress(share: number): void {
    this.page.querySelector("progress")!.value = share;
    this.part("share").textContent = `${Math.floor(100 * share)}%`;
  }
}

/** Say in the user's words what the browser says in its own. */
function inWords(error: Error): string {
  const isUnreadable = error.name === "NotReadableError" || error.name === "NotFoundError";
  return isUnreadable ? "选好的文件在本机被改动、移走或者删除了，请在“文件”一节移除后重新选择。" : error.message;
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString("zh-CN", { hour12: false });
}

const page = document.querySelector<HTMLElement>("[data-seal]");
if (page) void new Desk(page, readTender(document)).start();
