// Before a bid is handed in that only its bidder can open: its certificate is tried, its code is kept.
import { ask, facts, offerFile } from "../dialog";
import { make } from "../dom";
import type { SoftCertificate } from "../seal/soft_certificate";
import { say } from "../words";
import { certificateOpens, codeFile } from "./code_file";
import type { KeptEnvelope } from "./kept";
import { NotSigned } from "./signing";

/** Let the bidder keep its recovery code; nothing is handed in before it says that it has. */
export async function keepWaysBack(tender: { project: string; lot: number }, own: KeptEnvelope, signer: SoftCertificate | null): Promise<void> {
  const code = own.recoveryCode;
  if (!code) return;
  const opens = signer && (await certificateOpens(own.core, signer));
  if (opens === false) throw new Error("封标证书自检没有通过：它解不开刚才封好的文件，请换一张证书重新封标");
  const link = make("a", "btn", "保存恢复码文件");
  const { project, lot } = tender;
  offerFile(link, `${project}-包${lot}-恢复码.txt`, codeFile(project, lot, code, own.fingerprint.sm3));
  const shown = facts([
    ["恢复码", code],
    ["自检", opens ? "恢复码和证书都能解密，已经试过" : "恢复码能解密，已经试过"],
  ]);
  const note = make("p", "sm", say("本项目开标后由投标人自己解密。请抄下、打印或者保存恢复码，与电脑分开存放：证书、UKey 失灵时凭它解密。平台没有恢复码，不能找回。"));
  const keeps = await ask("请先保存恢复码", [shown, link, note], "恢复码已经保存，递交");
  if (!keeps) throw new NotSigned(say("投标文件还没有递交。保存好恢复码以后，按“继续递交”。"));
}
