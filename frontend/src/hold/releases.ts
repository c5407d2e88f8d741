// Releasing an organisation's shares of a lot's envelopes: opened and signed on the holder's own device.
import { fromHex, fromUtf8, utf8 } from "../seal/bytes";
import { Fault, parseEnvelope } from "../seal/opening";
import { parsePolicy, type Policy } from "../seal/policy";
import { openShare, signRelease } from "../seal/release";
import { spellSigned } from "../seal/statement";
import type { HolderKeys } from "./key_file";

/** As the server spells it. */
export interface ReleaseOrder {
  readonly holder: string;
  readonly stage: string;
  readonly policies: Readonly<Record<string, string>>;
  readonly envelopes: readonly { readonly policy: string; readonly core: string; readonly sealed: string }[];
}

export interface Releases {
  readonly statements: readonly string[];
  /** How many envelopes hold no share that opens, by their bidder's fault. */
  readonly unopened: number;
}

export async function releaseAll(order: ReleaseOrder, keys: HolderKeys, at: Date, progress: (done: number) => void): Promise<Releases> {
  const policies = new Map<string, Policy>();
  for (const [hash, content] of Object.entries(order.policies)) policies.set(hash, await parsePolicy(utf8(content)));
  const statements: string[] = [];
  for (const [done, { policy: hash, core, sealed }] of order.envelopes.entries()) {
    const policy = policies.get(hash)!;
    checkKeys(policy, order.holder, keys);
    const envelope = parseEnvelope(utf8(core), fromHex(sealed));
    const share = await openShare(policy, envelope, order.stage, order.holder, keys.opens).catch(nullIfFault);
    if (share) statements.push(fromUtf8(spellSigned(await signRelease(policy, envelope, share, keys.signs, at))));
    progress(done + 1);
  }
  return { statements, unopened: order.envelopes.length - statements.length };
}

/** Another file's keys would make every bid look broken. */
function checkKeys(policy: Policy, holder: string, keys: HolderKeys): void {
  const own = policy.groups.flatMap((group) => group.holders).find(({ id }) => id === holder);
  const signs = String(policy.suite.publicSigningKey(keys.signs));
  if (!own || String(own.signs) !== signs) throw new Error("这份密钥不是本项目开标方案所写的那一份，请换用当时登记的密钥文件");
}

function nullIfFault(error: unknown): null {
  if (error instanceof Fault) return null;
  throw error;
}
