// The two authenticated ciphers under one face. A key object is made once and used for many chunks.
import { type Bytes } from "./bytes";
import { Sm4Gcm } from "./sm4gcm";

export const TAG_SIZE = 16;
export const NONCE_SIZE = 12;

export interface Cipher {
  /** Return ciphertext ‖ tag. */
  seal(nonce: Uint8Array, text: Uint8Array): Promise<Bytes>;
  /** Return the text, or null when it was not sealed under this key and nonce. */
  open(nonce: Uint8Array, sealed: Uint8Array): Promise<Bytes | null>;
}

export async function sm4Gcm(key: Uint8Array): Promise<Cipher> {
  const cipher = await Sm4Gcm.with(key);
  return {
    seal: async (nonce, text) => cipher.seal(nonce, text),
    open: async (nonce, sealed) => cipher.open(nonce, sealed),
  };
}

export async function aesGcm(key: Uint8Array): Promise<Cipher> {
  const handle = await crypto.subtle.importKey("raw", key as Bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const under = (nonce: Uint8Array): AesGcmParams => ({ name: "AES-GCM", iv: nonce as Bytes });
  return {
    async seal(nonce, text) {
      return new Uint8Array(await crypto.subtle.encrypt(under(nonce), handle, text as Bytes));
    },
    async open(nonce, sealed) {
      const opened = crypto.subtle.decrypt(under(nonce), handle, sealed as Bytes);
      return opened.then((text) => new Uint8Array(text), () => null);
    },
  };
}
