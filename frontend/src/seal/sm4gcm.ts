// SM4-GCM by our own WebAssembly module (frontend/wasm/sm4gcm.ts): one instance, used key by key.
import binary from "wasm:sm4gcm";
import { equal, type Bytes } from "./bytes";

interface Module {
  memory: WebAssembly.Memory;
  scratchPtr(): number;
  bufferPtr(): number;
  bufferSize(): number;
  prepare(): void;
  setKey(): void;
  start(): void;
  header(size: number): void;
  encrypt(size: number): void;
  decrypt(size: number): void;
  tag(): void;
  wipe(): void;
}

const TAG_SIZE = 16;
const EMPTY: Bytes = new Uint8Array(0);
let loading: Promise<Module> | undefined;
let loaded: { key: Uint8Array } | undefined;

/** A key that seals and opens; the module keeps the tables of the key used last. */
export class Sm4Gcm {
  private constructor(
    private readonly module: Module,
    private readonly key: Uint8Array,
  ) {}

  static async with(key: Uint8Array): Promise<Sm4Gcm> {
    if (key.length !== 16) throw new TypeError("an SM4 key is 16 bytes");
    return new Sm4Gcm(await (loading ??= instantiate()), key);
  }

  /** Return ciphertext ‖ tag. */
  seal(nonce: Uint8Array, text: Uint8Array, header: Uint8Array = EMPTY): Bytes {
    const out = new Uint8Array(text.length + TAG_SIZE);
    this.begin(nonce, header);
    this.pass(text, out, (size) => this.module.encrypt(size));
    out.set(this.end(), text.length);
    return out;
  }

  /** Return the text, or null when the tag is false. */
  open(nonce: Uint8Array, sealed: Uint8Array, header: Uint8Array = EMPTY): Bytes | null {
    if (sealed.length < TAG_SIZE) return null;
    const out = new Uint8Array(sealed.length - TAG_SIZE);
    this.begin(nonce, header);
    this.pass(sealed.subarray(0, out.length), out, (size) => this.module.decrypt(size));
    return equal(this.end(), sealed.subarray(out.length)) ? out : null;
  }

  private begin(nonce: Uint8Array, header: Uint8Array): void {
    if (nonce.length !== 12) throw new TypeError("a nonce is 12 bytes");
    if (header.length > this.module.bufferSize()) throw new TypeError("the header is too long");
    this.place(nonce, this.module.scratchPtr() + 16);
    if (loaded?.key !== this.key) {
      this.place(this.key, this.module.scratchPtr());
      this.module.setKey();
      loaded = { key: this.key };
    }
    this.module.start();
    if (!header.length) return;
    this.place(header, this.module.bufferPtr());
    this.module.header(header.length);
  }

  private pass(from: Uint8Array, to: Uint8Array, work: (size: number) => void): void {
    const width = this.module.bufferSize();
    for (let at = 0; at < from.length; at += width) {
      const piece = from.subarray(at, at + width);
      this.place(piece, this.module.bufferPtr());
      work(piece.length);
      to.set(this.read(this.module.bufferPtr(), piece.length), at);
    }
  }

  private end(): Bytes {
    this.module.tag();
    return this.read(this.module.scratchPtr(), TAG_SIZE).slice();
  }

  private place(bytes: Uint8Array, at: number): void {
    new Uint8Array(this.module.memory.buffer, at, bytes.length).set(bytes);
  }

  private read(at: number, size: number): Bytes {
    return new Uint8Array(this.module.memory.buffer, at, size) as Bytes;
  }
}

/** Overwrite what the last key left in the module. */
export async function forgetKeys(): Promise<void> {
  if (!loading) return;
  (await loading).wipe();
  loaded = undefined;
}

async function instantiate(): Promise<Module> {
  const { instance } = await WebAssembly.instantiate(binary as Bytes);
  const module = instance.exports as unknown as Module;
  module.prepare();
  return module;
}
