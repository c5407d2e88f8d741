// Photos from a phone on a weak line: kept in this browser, sent one by one, tried again until they are there.
// Without scripts the form sends its files as ever.
import { all, announce } from "./dom";

const NAME = "lucai-photos";
const SHELF = "waiting";
const LONGEST_EDGE = 2000; // pixels: enough to read a type plate
const QUALITY = 0.85;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

interface Waiting {
  readonly place: string;
  readonly name: string;
  readonly picture: Blob;
}

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  return (opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF, { autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("indexedDB"));
  }));
}

async function act<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const transaction = (await database()).transaction(SHELF, mode);
  const request = ask(transaction.objectStore(SHELF));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result as T);
    transaction.onabort = () => reject(transaction.error ?? new Error("indexedDB"));
  });
}

/** Make a picture small enough for a weak line; what the browser cannot read is sent as it is. */
async function smaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  if (scale === 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return made && made.size < file.size ? made : file;
}

type Answer = "kept" | "later" | string;

async function send(one: Waiting): Promise<Answer> {
  const body = new FormData();
  const name = one.picture.type === "image/jpeg" ? one.name.replace(/\.\w+$/, ".jpg") : one.name;
  body.set("photo", one.picture, name);
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const headers = { "X-CSRFToken": token };
  const answer = await fetch(one.place, { method: "POST", body, headers, redirect: "error" }).catch(() => null);
  if (answer?.ok) return "kept";
  if (answer?.status !== 422) return "later";
  const said = (await answer.json().catch(() => ({}))) as { problem?: string };
  return said.problem ?? "这张照片没有被接收";
}

class Queue {
  private readonly place: string;
  private readonly list = document.createElement("ul");
  private readonly state = document.createElement("p");
  private kept: number;
  private wait = FIRST_WAIT_MS;
  private busy = false;

  constructor(box: HTMLElement, private readonly field: HTMLInputElement) {
    this.place = box.dataset.photos ?? "";
    this.kept = Number(box.dataset.photosKept ?? "0");
    this.state.setAttribute("role", "status");
    this.state.className = "sm";
    box.append(this.state, this.list);
    field.addEventListener("change", () => void this.take());
    window.addEventListener("online", () => void this.work());
    void this.work();
  }

  private async take(): Promise<void> {
    const files = [...(this.field.files ?? [])];
    try {
      for (const file of files) {
        const picture = await smaller(file);
        const one: Waiting = { place: this.place, name: file.name, picture };
        await act("readwrite", (store) => store.add(one));
      }
    } catch {
      return; // a browser that keeps nothing sends the files with the form
    }
    this.field.value = "";
    await this.work();
  }

  private async mine(): Promise<[IDBValidKey, Waiting][]> {
    const keys = await act<IDBValidKey[]>("readonly", (store) => store.getAllKeys());
    const all = await act<Waiting[]>("readonly", (store) => store.getAll());
    return keys.map((key, i): [IDBValidKey, Waiting] => [key, all[i]!]).filter(([, one]) => one.place === this.place);
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const [key, one] of await this.mine()) {
        this.say(`正在上传 ${one.name}…`);
        const answer = await send(one);
        if (answer === "later") return this.later();
        await act("readwrite", (store) => store.delete(key));
        this.wait = FIRST_WAIT_MS;
        if (answer === "kept") this.done(one.name);
        else this.refuse(one.name, answer);
      }
      this.say(this.kept ? `已保存 ${this.kept} 张照片` : "");
    } catch {
      // Nothing can be kept here: the form sends its files itself.
    } finally {
      this.busy = false;
    }
  }

  private later(): void {
    const seconds = Math.round(this.wait / 1000);
    this.say(`信号不好，照片已存在本机，${seconds} 秒后重试；可以先离开本页，回来时继续上传。`);
    window.setTimeout(() => void this.work(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private done(name: string): void {
    this.kept += 1;
    this.line(`✓ ${name} 已保存`);
    announce(`${name} 已保存`);
  }

  private refuse(name: string, why: string): void {
    this.line(`✗ ${name}：${why}`);
    announce(`${name}：${why}`);
  }

  private line(text: string): void {
    const item = document.createElement("li");
    item.textContent = text;
    this.list.append(item);
  }

  private say(text: string): void {
    this.state.textContent = text;
  }
}

/** Take over the fields for photos. */
export function startPhotos(): void {
  if (!("indexedDB" in window)) return;
  for (const box of all<HTMLElement>("[data-photos]")) {
    const field = box.querySelector<HTMLInputElement>("input[type=file]");
    if (field) new Queue(box, field);
  }
}
