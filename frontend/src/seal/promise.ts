// What opening rules promise about the log: which one it is, and whose witness makes its word count.
import { WitnessPolicy } from "../log/witness_policy";
import type { Policy } from "./policy";
import type { Trust } from "./receipt";

export class PromiseBroken extends Error {
  override name = "PromiseBroken";
}

/** The witness policy that the rules name, as a tlog-policy file; empty where they name none. */
export function promiseOf({ witnesses }: Pick<Policy, "witnesses">): string {
  return witnesses.map((line) => `${line}\n`).join("");
}

/** See that a page tells a bidder to believe the log and the witnesses that the rules he seals under name. */
export async function checkPromise(policy: Policy, trust: Trust): Promise<void> {
  const promised = promiseOf(policy);
  if (promised && promised !== trust.witnessPolicy) {
    throw new PromiseBroken("本页给出的日志公钥或见证人，与开标规则写明的不同，不能封标、递交。请不要继续，另存本页并联系财政部门");
  }
  const { origins } = await WitnessPolicy.parse(trust.witnessPolicy);
  if (!origins.includes(policy.log)) {
    throw new PromiseBroken("本页给出的日志不是开标规则写明的那个，不能封标、递交。请不要继续，另存本页并联系财政部门");
  }
}
