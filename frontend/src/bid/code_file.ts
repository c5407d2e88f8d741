// What a bidder keeps to open its own bid, tried before the bid is handed in.
import { parseCore } from "../seal/core";
import { secretByKey } from "../seal/own_secret";
import type { SoftCertificate } from "../seal/soft_certificate";

/** Spell the file that is printed or kept apart from the computer. */
export function codeFile(project: string, lot: number | string, code: string, sm3: string): Blob {
  const lines = [
    "恢复码（只给投标人自己，请勿交给他人）",
    `项目编号：${project}　包 ${lot}`,
    `文件 SM3 指纹：${sm3}`,
    `恢复码：${code}`,
    "用途：开标后在解密时段内输入，用来解密本企业的投标文件。证书、UKey 失灵时，凭它同样可以解密。",
  ];
  return new Blob([lines.join("\r\n")], { type: "text/plain" });
}

/** Whether the certificate opens what was wrapped to it; null where nothing was. */
export async function certificateOpens(core: Uint8Array, signer: SoftCertificate): Promise<boolean | null> {
  const read = parseCore(core);
  if (!read.bidder?.wraps.length) return null;
  return secretByKey(read, signer.unwrap).then(() => true, () => false);
}
