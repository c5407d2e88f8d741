// Sealing a bid: fresh secrets, parts encrypted as they stream by, a signed header, a core.
import { concat, random, type Bytes } from "./bytes";
import * as contexts from "./contexts";
import { spellCore, type BidderSecret, type Core, type PartEntry, type SharedSecret, type WrappedShare } from "./core";
import { expand } from "./hashes";
import { spellHeader, spellInner, type Bidder, type ListedPart } from "./header";
import { paddedSize } from "./padding";
import { MOST_PARTS, sealPart } from "./parts";
import type { Group, Policy } from "./policy";
import { CODE_SIZE, spellCode, wrapUnderCode } from "./recovery_code";
import { fingerprintOf, type Fingerprint } from "./receipt";
import { published, SALT_SIZE, Schedule, SECRET_SIZE } from "./schedule";
import { signatureHolds, type Signature } from "./signature";

export interface PartSource {
  /** The part's name in the policy. */
  readonly part: string;
  readonly file: string;
  readonly media: string;
  readonly content: Blob;
}

/** What is bid, by whom, and the bidder's own ways back in. */
export interface Bid {
  readonly lot: string;
  readonly bidders: readonly Bidder[];
  readonly declarations: Readonly<Record<string, string>>;
  readonly parts: readonly PartSource[];
  readonly ownKeys: readonly { readonly to: string; readonly key: Bytes }[];
  readonly withCode: boolean;
  /** The hash of the envelope that this one replaces. */
  readonly previous: Bytes | null;
}

export interface Means {
  /** Takes a part's number, from 1, and an encrypted chunk; may be called before the last call ended. */
  write(part: number, chunk: number, sealed: Bytes): Promise<void> | void;
  /** Returns the signatures of the bidder's certificates over these bytes. */
  sign(message: Bytes): Promise<readonly Signature[]>;
  progress?(done: number, total: number): void;
  /** Another source of randomness, for vectors only. */
  draw?(size: number): Bytes;
}

export interface SealedBid {
  readonly core: Bytes;
  readonly sealed: Bytes;
  /** By the policy's suite; other messages call the envelope by it. */
  readonly hash: Bytes;
  readonly fingerprint: Fingerprint;
  /** What only the bidder keeps. */
  readonly claimSecret: Bytes;
  readonly recoveryCode: string | null;
}

export class BidRefused extends Error {
  override name = "BidRefused";
}

interface Drawn {
  readonly schedule: Schedule;
  readonly bidder: Bytes;
  readonly groups: ReadonlyMap<string, Bytes>;
  readonly code: Bytes | null;
  readonly claim: Bytes;
}

export async function sealBid(policy: Policy, bid: Bid, means: Means): Promise<SealedBid> {
  check(policy, bid);
  const drawn = await drawSecrets(policy, bid, means.draw ?? random);
  const { entries, listed } = await sealParts(policy, bid, drawn, means);
  const headerKey = await drawn.schedule.header(stageSecret(policy, drawn, policy.stages[0]!));
  const core = spellCore({
    suite: policy.suite,
    policyHash: policy.hash,
    salt: drawn.schedule.salt,
    header: { commit: headerKey.commitment, key: await drawn.schedule.keyHash(0, published(headerKey)) },
    shares: await sharedSecrets(policy, drawn),
    bidder: await bidderSecret(policy, bid, drawn),
    parts: entries,
    claim: await claim(policy, bid, drawn),
    previous: bid.previous,
  });
  const { lot, bidders, declarations } = bid;
  const coreHash = await policy.suite.hash(core);
  const inner = spellInner({ coreHash, tender: policy.tender, lot, bidders, parts: listed, declarations });
  const header = spellHeader(inner, await signed(inner, means));
  const cipher = await policy.suite.cipher(headerKey.key);
  const sealed = await cipher.seal(headerKey.nonce, header);
  return handedOut(policy, drawn, core, sealed);
}

function check(policy: Policy, bid: Bid): void {
  if (!policy.lots.includes(bid.lot) || !bid.bidders.length) {
    throw new BidRefused("投标须写明投标人和本项目的采购包");
  }
  const given = new Set(bid.parts.map((source) => partRule(policy, source.part).name));
  const missing = policy.parts.filter((rule) => rule.required && !given.has(rule.name));
  if (missing.length || !bid.parts.length) {
    throw new BidRefused(`还缺文件：${missing.map((rule) => rule.name).join("、") || "至少一个"}`);
  }
  if (bid.parts.length > MOST_PARTS) throw new BidRefused(`一份投标最多 ${MOST_PARTS} 个部分，现在有 ${bid.parts.length} 个：请合并文件`);
  if (!policy.bidder && bid.withCode) throw new BidRefused("本项目没有投标人密钥组，用不上恢复码");
  if (policy.bidder && !bid.ownKeys.length && !bid.withCode && !policy.bidder.recovery) {
    throw new BidRefused("这样封的投标谁也打不开：请给出公钥或使用恢复码");
  }
}

function partRule(policy: Policy, name: string) {
  const rule = policy.parts.find((each) => each.name === name);
  if (!rule) throw new BidRefused(`本项目没有名为 ${name} 的文件`);
  return rule;
}

async function drawSecrets(policy: Policy, bid: Bid, draw: (size: number) => Bytes): Promise<Drawn> {
  const schedule = new Schedule(policy.suite, policy.hash, draw(SALT_SIZE));
  const bidder = draw(policy.bidder ? SECRET_SIZE : 0);
  const groups = new Map<string, Bytes>();
  for (const stage of policy.stages) {
    for (const group of policy.groups) groups.set(place(stage, group), draw(SECRET_SIZE));
  }
  const code = bid.withCode ? draw(CODE_SIZE) : null;
  const claim = await expand(policy.suite.hash, draw(SECRET_SIZE), schedule.label("claim"), SECRET_SIZE);
  claim[0]! &= 0x7f; // any such number is a private key, on the SM2 curve too
  return { schedule, bidder, groups, code, claim };
}

/** A stage's B: its groups' secrets in the policy's order. */
function stageSecret(policy: Policy, drawn: Drawn, stage: string): Bytes {
  return concat(...policy.groups.map((group) => drawn.groups.get(place(stage, group))!));
}

function place(stage: string, group: Group): string {
  return `${stage}\0${group.name}`;
}

async function sealParts(policy: Policy, bid: Bid, drawn: Drawn, means: Means) {
  const entries: PartEntry[] = [];
  const listed: ListedPart[] = [];
  const total = bid.parts.reduce((sum, source) => sum + paddedSize(source.content.size), 0);
  let done = 0;
  for (const [at, source] of bid.parts.entries()) {
    const number = at + 1;
    const { stage } = partRule(policy, source.part);
    const content = await drawn.schedule.content(drawn.bidder, stageSecret(policy, drawn, stage));
    const key = await drawn.schedule.part(content, number);
    const part = await sealPart(drawn.schedule, key, source.content, {
      size: paddedSize(source.content.size),
      sink: (chunk, sealed) => means.write(number, chunk, sealed),
      progress: (bytes) => means.progress?.((done += bytes), total),
    });
    const keyHash = await drawn.schedule.keyHash(number, published(key));
    entries.push({ number, stage, ...part, commit: key.commitment, key: keyHash });
    listed.push({ number, part: source.part, file: source.file, media: source.media, size: source.content.size });
  }
  return { entries, listed };
}

async function sharedSecrets(policy: Policy, drawn: Drawn): Promise<SharedSecret[]> {
  const shared: SharedSecret[] = [];
  for (const stage of policy.stages) {
    for (const group of policy.groups) {
      const secret = drawn.groups.get(place(stage, group))!;
      const context = (index: number): Bytes => contexts.ofShare(drawn.schedule, stage, group.name, index);
      const holders = await wrapShares(drawn.schedule, secret, group, context);
      shared.push({ stage, group: group.name, threshold: group.threshold, holders });
    }
  }
  return shared;
}

async function wrapShares(
  schedule: Schedule,
  secret: Bytes,
  group: Group,
  context: (index: number) => Bytes,
): Promise<WrappedShare[]> {
  const shares = await schedule.share(secret, group.threshold, group.holders.length);
  return Promise.all(shares.map(async (share, at) => {
    const holder = group.holders[at]!;
    const wrap = await schedule.suite.wrap(holder.opens, concat(share.value, share.blind), context(share.index));
    return { to: holder.id, wrap, commit: share.commitment };
  }));
}

async function bidderSecret(policy: Policy, bid: Bid, drawn: Drawn): Promise<BidderSecret | null> {
  if (!policy.bidder) return null;
  const { schedule, bidder: secret, code } = drawn;
  const { recovery } = policy.bidder;
  const context = (index: number): Bytes => contexts.ofRecoveryShare(schedule, index);
  return {
    commit: await schedule.bidderCommitment(secret),
    wraps: await wrapForBidder(bid, policy, secret, (to) => contexts.ofBidderSecret(schedule, to)),
    code: code && (await wrapUnderCode(schedule, code, secret)),
    recovery: recovery ? await wrapShares(schedule, secret, recovery, context) : [],
  };
}

async function claim(policy: Policy, bid: Bid, drawn: Drawn): Promise<Core["claim"]> {
  const context = (to: string): Bytes => contexts.ofClaimKey(drawn.schedule, to);
  return {
    key: policy.suite.publicSigningKey(drawn.claim),
    wraps: await wrapForBidder(bid, policy, drawn.claim, context),
  };
}

function wrapForBidder(bid: Bid, policy: Policy, secret: Bytes, context: (to: string) => Bytes) {
  return Promise.all(
    bid.ownKeys.map(async ({ to, key }) => ({ to, wrap: await policy.suite.wrap(key, secret, context(to)) })),
  );
}

/** Let the bidder sign, and see at once what an opening would find out too late. */
async function signed(inner: Bytes, means: Means): Promise<readonly Signature[]> {
  const signatures = await means.sign(inner);
  const hold = await Promise.all(signatures.map((signature) => signatureHolds(signature, inner)));
  if (!signatures.length || hold.includes(false)) throw new BidRefused("签名与证书不符");
  return signatures;
}

async function handedOut(policy: Policy, drawn: Drawn, core: Bytes, sealed: Bytes): Promise<SealedBid> {
  const whole = concat(core, sealed);
  const fingerprint = await fingerprintOf(core, sealed);
  const recoveryCode = drawn.code && (await spellCode(drawn.code));
  return { core, sealed, hash: await policy.suite.hash(whole), fingerprint, claimSecret: drawn.claim, recoveryCode };
}
