// The page on which a holder releases its shares. The keys are read here and used in a worker; neither keeps them.
import { holderKeysIn } from "../certificate/ukey";
import { callWorker } from "../seal/calls";
import { readKeyFile, type HolderKeys } from "./key_file";
import type { ReleaseCall } from "./release_worker";
import type { ReleaseOrder, Releases } from "./releases";

const RELOAD_MS = 1500;

class ReleaseBox {
  private readonly order: ReleaseOrder;

  constructor(private readonly box: HTMLElement) {
    this.order = JSON.parse(box.querySelector("script")!.textContent!) as ReleaseOrder;
    box.querySelector<HTMLElement>("[data-means]")!.hidden = false;
    box.querySelector("[data-by-file]")!.addEventListener("click", () => void this.release(() => this.fromFile()));
    box.querySelector("[data-by-device]")?.addEventListener("click", () => void this.release(() => holderKeysIn("请改用密钥文件")));
  }

  private async release(keysOf: () => Promise<HolderKeys>): Promise<void> {
    this.setBusy(true);
    try {
      const made = await this.inWorker({ order: this.order, keys: await keysOf(), at: serverTime() });
      const kept = await this.post(made);
      const unopened = made.unopened.length;
      this.say(`已释放 ${kept} 份密钥份额${unopened ? `；另有 ${unopened} 份投标文件里封给本单位的份额打不开` : ""}。`, "ok");
      setTimeout(() => location.reload(), RELOAD_MS);
    } catch (error) {
      this.say(`没有完成：${(error as Error).message}`, "bad");
      this.setBusy(false);
    }
  }

  private async inWorker(call: ReleaseCall): Promise<Releases> {
    const worker = new Worker(this.box.dataset.worker!);
    const progress = (done: number): void => this.say(`正在解开并签名：${done} / ${call.order.envelopes.length}`);
    try {
      return await callWorker<Releases>(worker, "release", call, { progress });
    } finally {
      worker.terminate();
    }
  }

  private async fromFile(): Promise<HolderKeys> {
    const file = this.box.querySelector<HTMLInputElement>("input[type=file]")!.files?.[0];
    if (!file) throw new Error("请先选择密钥文件");
    const passphrase = this.box.querySelector<HTMLInputElement>("input[type=password]")!;
    const keys = await readKeyFile(new Uint8Array(await file.arrayBuffer()), async () => passphrase.value);
    passphrase.value = "";
    return keys;
  }

  private async post(made: Releases): Promise<number> {
    const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
    const answer = await fetch(this.box.dataset.release!, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(made),
    });
    if (!answer.ok) throw new Error(await refusal(answer));
    return ((await answer.json()) as { kept: number }).kept;
  }

  private say(text: string, tone = "info"): void {
    const line = this.box.querySelector<HTMLElement>("[data-said]")!;
    line.className = `flash ${tone}`;
    line.querySelector("div")!.textContent = text;
    line.hidden = false;
  }

  private setBusy(isBusy: boolean): void {
    for (const button of this.box.querySelectorAll("button")) button.disabled = isBusy;
  }
}

/** What the platform says to a refusal; a page of errors says nothing that fits here. */
async function refusal(answer: Response): Promise<string> {
  const otherwise = "平台没有收下这些份额，请刷新页面后再试";
  const said = (await answer.json().catch(() => ({}))) as { detail?: string };
  return said.detail || otherwise;
}

/** The moment by the platform's clock, as the page was told. */
function serverTime(): Date {
  const told = document.querySelector<HTMLElement>("[data-server-time]")?.dataset.serverTime;
  return told ? new Date(Number(told) + performance.now()) : new Date();
}

for (const box of document.querySelectorAll<HTMLElement>("[data-release]")) new ReleaseBox(box);
