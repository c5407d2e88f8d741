// The page on which a supplier opens its own bid with its certificate; a recovery code needs no script.
import { pluggedIn } from "../certificate/ukey";
import { hex, utf8 } from "../seal/bytes";
import { parseCore } from "../seal/core";
import { secretByKey } from "../seal/own_secret";
import { readSoftCertificate, type SoftCertificate } from "../seal/soft_certificate";

const LARGEST = 1 << 20;

class DecryptBox {
  private readonly core: string;

  constructor(private readonly box: HTMLElement) {
    this.core = (JSON.parse(box.querySelector("script")!.textContent!) as { core: string }).core;
    box.hidden = false;
    box.querySelector("[data-by-file]")!.addEventListener("click", () => void this.decrypt(() => this.fromFile()));
    box.querySelector("[data-by-device]")?.addEventListener("click", () => void this.decrypt(() => pluggedIn("请改用软证书文件或者恢复码")));
  }

  /** The key stays here: what it opened is posted, and checked against the bid's commitment once more. */
  private async decrypt(keysOf: () => Promise<SoftCertificate>): Promise<void> {
    this.say("");
    try {
      const secret = await secretByKey(parseCore(utf8(this.core)), (await keysOf()).unwrap);
      const field = document.querySelector<HTMLInputElement>("input[name=secret]")!;
      field.value = hex(secret);
      field.form!.requestSubmit();
    } catch (error) {
      this.say(`没有解密：${(error as Error).message}`);
    }
  }

  private async fromFile(): Promise<SoftCertificate> {
    const file = this.box.querySelector<HTMLInputElement>("input[type=file]")!.files?.[0];
    if (!file) throw new Error("请先选择软证书文件");
    if (file.size > LARGEST) throw new Error("证书文件过大");
    return readSoftCertificate(await file.text());
  }

  private say(problem: string): void {
    const line = this.box.querySelector<HTMLElement>("[data-problem]")!;
    line.querySelector("span")!.textContent = problem;
    line.hidden = !problem;
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-decrypt]")) new DecryptBox(box);
