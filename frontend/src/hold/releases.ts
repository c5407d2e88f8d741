// Releasing an organisation's shares of a lot's envelopes: opened and signed on the holder's own device.
import { fromHex, fromUtf8, utf8 } from "../seal/bytes";
import { Fault, parseEnvelope, type Envelope, type Released } from "../seal/opening";
import { parsePolicy, type Policy } from "../seal/policy";
import { openRecoveryShare, openShare, signRelease, signUnopened } from "../seal/release";
import { spellSigned } from "../seal/statement";
import type { HolderKeys } from "./key_file";

const RECOVERY = "recovery";

/** As the server spells it; the stage `recovery` asks for shares of the bidders' own secrets. */
export interface ReleaseOrder {
  readonly holder: string;
  readonly stage: string;
  readonly policies: Readonly<Record<string, string>>;
  readonly envelopes: readonly { readonly policy: string; readonly core: string; readonly sealed: string }[];
}

export interface Releases {
  readonly statements: readonly string[];
  /** Signed words that the share of an envelope does not open. */
  readonly unopened: readonly string[];
}

export async function releaseAll(order: ReleaseOrder, keys: HolderKeys, at: Date, progress: (done: number) => void): Promise<Releases> {
  const policies = new Map<string, Policy>();
  for (const [hash, content] of Object.entries(order.policies)) policies.set(hash, await parsePolicy(utf8(content)));
  const statements: string[] = [];
  const unopened: string[] = [];
  for (const [done, { policy: hash, core, sealed }] of order.envelopes.entries()) {
    const policy = policies.get(hash)!;
    checkKeys(policy, order.holder, keys);
    const envelope = parseEnvelope(utf8(core), fromHex(sealed));
    const share = await ownShare(order, policy, envelope, keys).catch(nullIfFault);
    const signed = share
      ? await signRelease(policy, envelope, share, keys.signs, at)
      : await signUnopened(policy, envelope, order.holder, keys.signs, at);
    (share ? statements : unopened).push(fromUtf8(spellSigned(signed)));
    progress(done + 1);
  }
  return { statements, unopened };
}

function ownShare({ stage, holder }: ReleaseOrder, policy: Policy, envelope: Envelope, keys: HolderKeys): Promise<Released> {
  if (stage === RECOVERY) return openRecoveryShare(policy, envelope, holder, keys.opens);
  return openShare(policy, envelope, stage, holder, keys.opens);
}

/** Another file's keys would make every bid look broken. */
function checkKeys(policy: Policy, holder: string, keys: HolderKeys): void {
  const groups = [...policy.groups, ...(policy.bidder?.recovery ? [policy.bidder.recovery] : [])];
  const own = groups.flatMap((group) => group.holders).find(({ id }) => id === holder);
  const signs = String(policy.suite.publicSigningKey(keys.signs));
  if (!own || String(own.signs) !== signs) throw new Error("这份密钥不是本项目开标方案所写的那一份，请换用当时登记的密钥文件");
}

function nullIfFault(error: unknown): null {
  if (error instanceof Fault) return null;
  throw error;
}
