// A bidder's own receipt: for his envelope, under the rules he sealed it by, from whom these rules told him to believe.
import { hex, type Bytes } from "./bytes";
import { parseCore } from "./core";
import type { Policy } from "./policy";
import { checkPromise } from "./promise";
import { checkReceipt, fingerprintOf, ReceiptRefused, type Receipt, type Receipted, type Trust } from "./receipt";

/** Check a receipt for what one has sealed; throws, with the reason, when it proves nothing. */
export async function checkOwnReceipt(receipt: Receipt, own: { core: Bytes; sealed: Bytes }, policy: Policy, trust: Trust): Promise<Receipted> {
  await checkPromise(policy, trust);
  const found = await checkReceipt(receipt, await fingerprintOf(own.core, own.sealed), trust);
  const { policyHash } = parseCore(own.core);
  if (found.policy !== hex(policyHash)) throw new ReceiptRefused("回执写的是另一版开标规则");
  return found;
}
