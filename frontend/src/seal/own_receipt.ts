// A bidder's own receipt: for his envelope, under the rules he sealed it by, from whom these rules told him to believe.
import { equal, hex, type Bytes } from "./bytes";
import { parseEnvelope } from "./opening";
import type { Policy } from "./policy";
import { checkPromise } from "./promise";
import { checkReceipt, fingerprintOf, ReceiptRefused, type Receipt, type Receipted, type Trust } from "./receipt";
import { readAcknowledgement } from "./release";

/** Check a receipt for what one has sealed; throws, with the reason, when it proves nothing. */
export async function checkOwnReceipt(receipt: Receipt, own: { core: Bytes; sealed: Bytes }, policy: Policy, trust: Trust): Promise<Receipted> {
  await checkPromise(policy, trust);
  const found = await checkReceipt(receipt, await fingerprintOf(own.core, own.sealed), trust);
  const envelope = parseEnvelope(own.core, own.sealed);
  if (found.policy !== hex(envelope.core.policyHash)) throw new ReceiptRefused("回执写的是另一版开标规则");
  // A page shows the version in force; what was sealed under an earlier one is acknowledged under that.
  if (!equal(policy.hash, envelope.core.policyHash)) return found;
  for (const signed of receipt.acknowledgements) {
    const holder = await readAcknowledgement(policy, envelope, signed).catch(() => null);
    if (holder === null) throw new ReceiptRefused("回执所附的密钥持有方确认，不是持有方对这份投标签的");
  }
  return found;
}
