// Whether the log has the opening policy: who seals under another one seals for whoever made it.
import { hex, utf8, type Bytes } from "./bytes";
import { parseCanonical } from "./canonical";
import { parsePolicy } from "./policy";
import { leafHash } from "../log/merkle";
import { leadsFrom, parseProof } from "../log/proof";
import { WitnessPolicy } from "../log/witness_policy";

export interface PublishedPolicy {
  /** The log's entry, as its leaf has it. */
  readonly entry: string;
  /** Its proof (C2SP tlog-proof). */
  readonly proof: string;
}

export interface Published {
  readonly index: number;
  readonly witnesses: readonly string[];
  readonly isWitnessed: boolean;
}

export class PolicyNotPublished extends Error {
  override name = "PolicyNotPublished";
}

/** See that the log, as its witnesses saw it, has this policy; throws why it has not. */
export async function checkPublished(policy: Bytes, { entry, proof }: PublishedPolicy, witnessPolicy: string): Promise<Published> {
  const { hash } = await parsePolicy(policy);
  if (named(utf8(entry)) !== hex(hash)) throw new PolicyNotPublished("日志条目公布的不是本页的开标规则");
  const read = parseProof(proof);
  const { times, isWitnessed } = (await WitnessPolicy.parse(witnessPolicy)).read(read.note);
  if (!(await leadsFrom(await leafHash(utf8(entry)), read))) throw new PolicyNotPublished("开标规则的日志证明到不了它的检查点");
  return { index: read.index, witnesses: [...times.keys()], isWitnessed };
}

/** The hash that an entry publishes. */
function named(entry: Bytes): unknown {
  const told = parseCanonical(entry);
  const body = isObject(told) ? told.body : null;
  return isObject(body) ? body.openingPolicy : null;
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
