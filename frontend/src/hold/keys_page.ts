// Making an organisation's keys for openings: private halves into a file, public halves into the form.
import { offerFile } from "../dialog";
import { hex } from "../seal/bytes";
import { makeKeys, spellKeyFile } from "./key_file";

const SHORTEST = 10;

class KeysPage {
  private readonly form: HTMLFormElement;
  private isMade = false;

  constructor(private readonly box: HTMLElement) {
    this.form = box.querySelector("form")!;
    box.hidden = false;
    this.form.addEventListener("submit", (event) => {
      if (this.isMade) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.make();
    }, true);
  }

  private async make(): Promise<void> {
    const problem = this.problem();
    this.say(problem);
    if (problem) return;
    const suite = this.box.dataset.holderKeys!;
    const keys = await makeKeys(suite);
    const file = await spellKeyFile(suite, keys, this.isOpen() ? "" : this.typed("passphrase"));
    const { opens, signs } = keys.publicKeys;
    this.field("opens").value = hex(opens);
    this.field("signs").value = hex(signs);
    this.handOut(`开标密钥-${hex(signs).slice(2, 10)}.json`, new Blob([file], { type: "application/json" }));
  }

  /** Nothing is enrolled before the file is safe: the next press posts. */
  private handOut(name: string, file: Blob): void {
    const link = this.box.querySelector<HTMLAnchorElement>("[data-save]")!;
    offerFile(link, name, file);
    link.click();
    this.box.querySelector<HTMLElement>("[data-choice]")!.hidden = true;
    this.box.querySelector<HTMLElement>("[data-made]")!.hidden = false;
    const button = this.form.querySelector<HTMLButtonElement>("button[type=submit]")!;
    button.textContent = "密钥文件已保存，登记";
    button.focus();
    for (const field of ["passphrase", "again"]) this.passphrase(field).value = "";
    this.isMade = true;
  }

  private problem(): string {
    if (this.isOpen()) return "";
    if ([...this.typed("passphrase")].length < SHORTEST) return `口令至少 ${SHORTEST} 个字符，可以是一句话`;
    return this.typed("passphrase") === this.typed("again") ? "" : "两次填写的口令不一样";
  }

  private say(problem: string): void {
    const line = this.box.querySelector<HTMLElement>("[data-problem]")!;
    line.querySelector("span")!.textContent = problem;
    line.hidden = !problem;
    if (problem) this.passphrase("passphrase").focus();
  }

  private isOpen(): boolean {
    return this.box.querySelector<HTMLInputElement>("#key-open")!.checked;
  }

  private typed(name: string): string {
    return this.passphrase(name).value;
  }

  /** Passphrases have no name: the browser does not post them. */
  private passphrase(name: string): HTMLInputElement {
    return this.box.querySelector<HTMLInputElement>(`#key-${name}`)!;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-holder-keys]")) new KeysPage(box);
