// The port to a UKey: two certificates, one that signs and one that is sealed to, whose keys stay in the device.
// 模拟对接: until a maker's agent answers here, the demonstration's server plays the device.
import { readKeyFile, type HolderKeys } from "../hold/key_file";
import { readSoftCertificate, type SoftCertificate } from "../seal/soft_certificate";

const CERTIFICATES = "/demo/ukey/certificate.pem";
const HOLDER = "/demo/ukey/holder.json";

/** What pages ask of a device; a soft certificate answers the same. */
export type UKey = SoftCertificate;

/** Return the device that is plugged in; `otherwise` says what else the user can do. */
export async function pluggedIn(otherwise: string): Promise<UKey> {
  return readSoftCertificate(await (await simulated(CERTIFICATES, otherwise)).text());
}

/** Return the keys with which the device opens and signs an organisation's shares. */
export async function holderKeysIn(otherwise: string): Promise<HolderKeys> {
  const answer = await simulated(HOLDER, otherwise);
  return readKeyFile(new Uint8Array(await answer.arrayBuffer()), async () => "");
}

async function simulated(address: string, otherwise: string): Promise<Response> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`没有找到模拟 UKey，${otherwise}`);
  return answer;
}
