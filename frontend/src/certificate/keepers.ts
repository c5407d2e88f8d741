// Who keeps a certificate's private key and signs with it: this browser, or a UKey (simulated).
// The one contract for every page that wants a signature: list(), sign(id, message, pin).
import { hex, type Bytes } from "../seal/bytes";
import { sha256 } from "../seal/hashes";
import type { Signature } from "../seal/signature";
import { readSoftCertificate } from "../seal/soft_certificate";
import { commonName, maySign, parseCertificate } from "../seal/x509";
import { toPem, type MadeKey } from "./keys";
import { allKept, lock, PinRefused, put, remember, remove, unlock, unlockedLately, type Device, type Kept } from "./store";

export const SHORTEST_PIN = 6;
export const MOST_FAILURES = 6;

export const DEVICE_NAMES: Record<Device, string> = {
  soft: "本浏览器软证书",
  ukey: "UKey（模拟对接）",
};

export interface CertificateKeeper {
  list(): Promise<Kept[]>;
  sign(id: string, message: Bytes, pin: string): Promise<Signature>;
}

/** The keeper of this browser; a real UKey's agent will be another one. */
export const keeper: CertificateKeeper = { list: listKept, sign: signKept };

/** Keep a certificate for a key that was made here. */
export async function keep(key: MadeKey, certificates: readonly Bytes[], device: Device, pin: string): Promise<Kept> {
  return keepPem(toPem(key.pkcs8, certificates), device, pin);
}

/** Keep a certificate out of a PEM file: one private key and its certificate's path. */
export async function keepPem(pem: string, device: Device, pin: string): Promise<Kept> {
  if (pin.length < SHORTEST_PIN) throw new PinRefused(`证书口令至少 ${SHORTEST_PIN} 位。`);
  const { certificate } = readSoftCertificate(pem);
  if (!maySign(certificate)) throw new Error("这不是签名证书。");
  const { certificates } = await readSoftCertificate(pem).sign(new Uint8Array(1));
  const [, issuer] = certificates;
  const kept: Kept = {
    id: hex(await sha256(certificate.der)),
    device,
    name: commonName(certificate),
    issuer: issuer ? commonName(parseCertificate(issuer)) : "",
    notAfter: certificate.notAfter,
    certificates: certificates.map((der) => new Uint8Array(der)),
    failures: 0,
    ...(await lock(pem, pin)),
  };
  await put(kept);
  return kept;
}

/** Whether signing with it asks no PIN just now. */
export async function isUnlocked(kept: Kept): Promise<boolean> {
  return (await unlockedLately(kept)) !== undefined;
}

/** Check the PIN, then ask no more for it for a while. */
export async function unlockFor(id: string, pin: string, milliseconds: number): Promise<void> {
  const kept = await found(id);
  await opened(kept, pin);
  await remember(kept, pin, Date.now() + milliseconds);
}

/** The file to carry away; what lies in a UKey never leaves it. */
export async function exported(id: string, pin: string): Promise<string> {
  const kept = await found(id);
  if (kept.device === "ukey") throw new Error("UKey 中的私钥不能导出。");
  return opened(kept, pin);
}

export async function discard(id: string): Promise<void> {
  await remove(id);
}

async function listKept(): Promise<Kept[]> {
  return (await allKept()).sort((a, b) => a.name.localeCompare(b.name, "zh"));
}

async function signKept(id: string, message: Bytes, pin: string): Promise<Signature> {
  const kept = await found(id);
  const lately = pin ? undefined : await unlockedLately(kept);
  return readSoftCertificate(lately ?? (await opened(kept, pin))).sign(message);
}

async function found(id: string): Promise<Kept> {
  const kept = (await allKept()).find((each) => each.id === id);
  if (!kept) throw new Error("请选择证书。");
  return kept;
}

/** A UKey counts wrong PINs and locks itself; this one does as well. */
async function opened(kept: Kept, pin: string): Promise<string> {
  if (kept.device === "ukey" && kept.failures >= MOST_FAILURES) {
    throw new PinRefused("口令连续输错，UKey 已锁定，请到签发机构解锁。");
  }
  try {
    const pem = await unlock(kept, pin);
    if (kept.failures) await put({ ...kept, failures: 0 });
    return pem;
  } catch (error) {
    if (error instanceof PinRefused) await put({ ...kept, failures: kept.failures + 1 });
    throw error;
  }
}
