// What this browser keeps of bids: drafts with their files, and the keys of envelopes. Nothing is ever sent from here.
import type { Draft } from "./draft";
import type { Kept } from "./kept";

const NAME = "lucai-bids";
const VERSION = 1;

interface Shelves {
  readonly drafts: Draft;
  readonly kept: Kept;
}
type Shelf = keyof Shelves;

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  return (opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => ["drafts", "kept"].forEach((shelf) => asked.result.createObjectStore(shelf));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(new Error("浏览器不允许本页在本机保存，请不要使用无痕窗口"));
  }));
}

async function act<T>(shelf: Shelf, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const transaction = (await database()).transaction(shelf, mode);
  const request = ask(transaction.objectStore(shelf));
  return new Promise((resolve, reject) => {
    // Written is written only when the transaction is complete.
    transaction.oncomplete = () => resolve(request.result as T);
    transaction.onabort = () => reject(new Error("浏览器空间不足，本页内容没有保存到本机"));
  });
}

export async function find<S extends Shelf>(shelf: S, key: string): Promise<Shelves[S] | null> {
  return (await act<Shelves[S] | undefined>(shelf, "readonly", (store) => store.get(key))) ?? null;
}

export async function keep<S extends Shelf>(shelf: S, key: string, value: Shelves[S]): Promise<void> {
  await act(shelf, "readwrite", (store) => store.put(value, key));
}

export async function forget(shelf: Shelf, key: string): Promise<void> {
  await act(shelf, "readwrite", (store) => store.delete(key));
}
