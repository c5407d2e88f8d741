// Opening an envelope and saying, when it does not open, whose fault that is.
import { concat, equal, type Bytes } from "./bytes";
import { TAG_SIZE, type Cipher } from "./ciphers";
import { parseCore, scheduleOf, type Core, type PartEntry, type WrappedShare } from "./core";
import { parseHeader, type Header, type ListedPart } from "./header";
import { paddedSize } from "./padding";
import { CHUNK_SIZE, chunkCount, MOST_PARTS, openChunk } from "./parts";
import type { Group, Policy } from "./policy";
import { published, SECRET_SIZE, type CipherKey, type Schedule, type SealingKey } from "./schedule";
import { combine } from "./shamir";
import { signatureHolds } from "./signature";

export type Culprit = "platform" | "holder" | "bidder" | "absent-holder";

/** An opening went wrong, and it can be shown who did it. */
export class Fault extends Error {
  override name = "Fault";
  constructor(readonly culprit: Culprit, message: string, readonly holders: readonly string[] = []) {
    super(message);
  }
}

export interface Envelope {
  readonly coreBytes: Bytes;
  readonly sealed: Bytes;
  readonly core: Core;
}

/** A share as its holder released it. */
export interface Released {
  readonly stage: string;
  readonly group: string;
  readonly holder: string;
  readonly index: number;
  readonly value: Bytes;
  readonly blind: Bytes;
}

export interface StageOpening {
  readonly stage: string;
  readonly secret: Bytes;
  /** Wrong shares that did not prevent the opening. */
  readonly faults: readonly Fault[];
}

export function parseEnvelope(coreBytes: Bytes, sealed: Bytes): Envelope {
  return { coreBytes, sealed, core: parseCore(coreBytes) };
}

/** By the envelope's own suite; other messages call the envelope by it. */
export function envelopeHash({ core, coreBytes, sealed }: Envelope): Promise<Bytes> {
  return core.suite.hash(concat(coreBytes, sealed));
}

/** Why an envelope cannot belong to a policy, as anybody sees without a key; null when it can. */
export function misfit(policy: Policy, { core, sealed }: Envelope): string | null {
  if (!equal(core.policyHash, policy.hash) || core.suite !== policy.suite) return "它是按另外的规则封的";
  const expected = policy.stages.flatMap((stage) => policy.groups.map((group) => ({ stage, group })));
  const sharedRight = core.shares.length === expected.length && expected.every(({ stage, group }, at) => {
    const shared = core.shares[at]!;
    return shared.stage === stage && shared.group === group.name && shared.threshold === group.threshold && areFor(group, shared.holders);
  });
  if (!sharedRight) return "它的秘密没有按规则分给各方";
  if ((policy.bidder === null) !== (core.bidder === null)) return "它有没有投标人的秘密，与规则不符";
  const recovery = policy.bidder?.recovery ?? null;
  if (core.bidder && !areFor(recovery, core.bidder.recovery)) return "它的恢复份额没有按规则分给各方";
  const wraps = core.bidder?.wraps.map(({ to }) => to) ?? [];
  if (new Set(wraps).size !== wraps.length) return "投标人的秘密有两份封给了同一个名称";
  if (!core.suite.isPublicKey(core.claim.key)) return "它的撤改公钥不是密码套件的公钥";
  if (core.parts.length > MOST_PARTS) return `它的文件超过 ${MOST_PARTS} 个`;
  if (!core.parts.length || !core.parts.every((part, at) => isRightPart(policy, part, at))) return "它的文件没有按规定编号、补齐和分块";
  return sealed.length - TAG_SIZE === paddedSize(sealed.length - TAG_SIZE) ? null : "它的标头没有补齐";
}

/** Put a stage's released shares together, and compute every share again from the result. */
export async function openStage(
  policy: Policy,
  { core }: Envelope,
  stage: string,
  released: readonly Released[],
  contradicted: ReadonlySet<string> = new Set(),
): Promise<StageOpening> {
  const secrets: Bytes[] = [];
  const faults: Fault[] = [];
  const failures: Fault[] = [];
  for (const group of policy.groups) {
    const committed = core.shares.find((each) => each.stage === stage && each.group === group.name)?.holders ?? [];
    const given = released.filter((each) => each.stage === stage && each.group === group.name);
    try {
      secrets.push(await joinGroup(scheduleOf(core), group, committed, given, { faults, contradicted }));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failures.push(error);
    }
  }
  // A wrong share weighs heavier than none, and both come before what only shares can show.
  for (const culprit of ["holder", "absent-holder", "bidder"] as const) {
    const failure = failures.find((each) => each.culprit === culprit);
    if (failure) throw failure;
  }
  return { stage, secret: concat(...secrets), faults };
}

/** Put released recovery shares together to the bidder's secret. */
export async function recoverBidderSecret(
  policy: Policy,
  { core }: Envelope,
  released: readonly Released[],
  contradicted: ReadonlySet<string> = new Set(),
): Promise<Bytes> {
  const group = policy.bidder?.recovery;
  if (!group || !core.bidder) throw new Fault("absent-holder", "没有恢复份额");
  const given = released.filter((each) => each.group === group.name);
  const secret = await joinGroup(scheduleOf(core), group, core.bidder.recovery, given, { faults: [], contradicted });
  if (!(await isBidderSecret(core, secret))) throw new Fault("bidder", "恢复份额合成的秘密不是承诺的那个");
  return secret;
}

export async function isBidderSecret(core: Core, secret: Uint8Array): Promise<boolean> {
  if (!core.bidder) return secret.length === 0;
  return equal(await scheduleOf(core).bidderCommitment(secret), core.bidder.commit);
}

/** The header's key from the opening stage's secret, which must be the one committed to twice. */
export async function headerKey(core: Core, secret: Uint8Array): Promise<SealingKey> {
  const key = await scheduleOf(core).header(secret);
  const fits = equal(key.commitment, core.header.commit) && (await isNamedKey(core, 0, key));
  if (!fits) throw new Fault("bidder", "标头的钥匙不是承诺的那把");
  return key;
}

/** Whether a key, derived or published, is the one that the core names for a part, or for the header by 0. */
export async function isNamedKey(core: Core, number: number, key: CipherKey): Promise<boolean> {
  const named = number === 0 ? core.header : core.parts[number - 1];
  return named !== undefined && equal(await scheduleOf(core).keyHash(number, published(key)), named.key);
}

export async function openHeader(policy: Policy, envelope: Envelope, key: CipherKey): Promise<Header> {
  const { core, sealed } = envelope;
  if (!(await isNamedKey(core, 0, key))) throw new RangeError("this is not the header's key");
  const opened = await (await core.suite.cipher(key.key)).open(key.nonce, sealed);
  if (!opened) throw new Fault("bidder", "标头打不开");
  const header = readHeader(opened);
  await checkHeader(policy, envelope, header);
  return header;
}

/** A part's key from the secrets, which must be the one committed to. */
export async function partKey(core: Core, entry: PartEntry, bidder: Uint8Array, secret: Uint8Array): Promise<SealingKey> {
  const schedule = scheduleOf(core);
  const key = await schedule.part(await schedule.content(bidder, secret), entry.number);
  const fits = equal(key.commitment, entry.commit) && (await isNamedKey(core, entry.number, key));
  if (!fits) throw new Fault("bidder", "文件的钥匙不是承诺的那把");
  return key;
}

/** Open a part chunk by chunk; only the end says that the whole is what the core names. */
export async function* openPart(
  core: Core,
  entry: PartEntry,
  listed: ListedPart,
  key: CipherKey,
  blob: Blob,
): AsyncGenerator<Bytes> {
  if (!(await isNamedKey(core, entry.number, key))) throw new RangeError("this is not the part's key");
  const schedule = scheduleOf(core);
  if (!(await isNamed(schedule, entry, blob))) throw new Fault("platform", "保存的文件不是递交时写明的那个");
  const cipher = await core.suite.cipher(key.key);
  let left = listed.size;
  for (let chunk = 0; chunk < entry.chunks; chunk++) {
    const plain = await opened(cipher, key, chunk, blob);
    const own = Math.min(left, plain.length);
    if (plain.subarray(own).some(Boolean)) throw new Fault("bidder", "文件的补齐部分藏有内容");
    yield plain.slice(0, own);
    left -= own;
  }
}

/** Whether a blob is the part that the core names; no key is needed. */
export async function isNamed(schedule: Schedule, entry: PartEntry, blob: Blob): Promise<boolean> {
  if (blob.size !== entry.size + TAG_SIZE * entry.chunks || entry.chunks !== chunkCount(entry.size)) return false;
  const digests: Bytes[] = [];
  for (let chunk = 0; chunk < entry.chunks; chunk++) digests.push(await schedule.suite.hash(await sealedChunk(blob, chunk)));
  return equal(await schedule.partRoot(digests), entry.root);
}

async function opened(cipher: Cipher, key: CipherKey, chunk: number, blob: Blob): Promise<Bytes> {
  const plain = await openChunk(cipher, key, chunk, await sealedChunk(blob, chunk));
  if (!plain) throw new Fault("bidder", "文件用它的钥匙打不开");
  return plain;
}

async function sealedChunk(blob: Blob, chunk: number): Promise<Bytes> {
  const width = CHUNK_SIZE + TAG_SIZE;
  return new Uint8Array(await blob.slice(chunk * width, (chunk + 1) * width).arrayBuffer());
}

async function joinGroup(
  schedule: Schedule,
  group: Group,
  committed: readonly WrappedShare[],
  given: readonly Released[],
  { faults, contradicted }: { faults: Fault[]; contradicted: ReadonlySet<string> },
): Promise<Bytes> {
  const right: Released[] = [];
  const wrong: Fault[] = [];
  for (const [at, holder] of group.holders.entries()) {
    const share = given.find((each) => each.holder === holder.id);
    if (!share) continue;
    const commitment = await schedule.shareCommitment(share.index, share.value, share.blind);
    const fits = share.index === at + 1 && share.value.length === SECRET_SIZE && equal(commitment, committed[at]!.commit);
    if (fits) right.push(share);
    else wrong.push(new Fault("holder", `${holder.id} 放出的份额不是承诺的那个`, [holder.id]));
  }
  faults.push(...wrong);
  // A wrong share weighs heavier than none.
  if (right.length < group.threshold) throw wrong[0] ?? absence(group, right, contradicted);
  const secret = combine(right.slice(0, group.threshold));
  const again = await schedule.share(secret, group.threshold, group.holders.length);
  if (!again.every((share, at) => equal(share.commitment, committed[at]!.commit))) {
    throw new Fault("bidder", `密钥组 ${group.name} 的份额不成一套`);
  }
  return secret;
}

/** Who keeps too few right shares from being enough: who takes a word back, before the others. */
function absence(group: Group, right: readonly Released[], contradicted: ReadonlySet<string>): Fault {
  const there = new Set(right.map((share) => share.holder));
  const missing = group.holders.filter((holder) => !there.has(holder.id)).map((holder) => holder.id);
  const denying = missing.filter((holder) => contradicted.has(holder));
  if (denying.length) return new Fault("holder", `${denying.join("、")} 递交时确认份额能打开，现在又称打不开`, denying);
  return new Fault("absent-holder", `密钥组 ${group.name} 有 ${right.length} 个正确份额，需要 ${group.threshold} 个`, missing);
}

function readHeader(bytes: Bytes): Header {
  try {
    return parseHeader(bytes);
  } catch (error) {
    throw new Fault("bidder", `标头读不出：${(error as Error).message}`);
  }
}

async function checkHeader(policy: Policy, { core, coreBytes }: Envelope, { inner, innerBytes, signatures }: Header): Promise<void> {
  if (!equal(inner.coreHash, await core.suite.hash(coreBytes))) throw new Fault("bidder", "标头签的是另一份投标");
  const rightNames = inner.tender === policy.tender && policy.lots.includes(inner.lot) && inner.bidders.length > 0;
  if (!rightNames) throw new Fault("bidder", "标头没有投标人，或写的是另外的项目、采购包");
  const fits = inner.parts.length === core.parts.length && inner.parts.every((listed, at) => {
    const entry = core.parts[at]!;
    const stage = policy.parts.find((rule) => rule.name === listed.part)?.stage;
    return listed.number === entry.number && stage === entry.stage && paddedSize(listed.size) === entry.size;
  });
  if (!fits) throw new Fault("bidder", "标头列的文件与投标不符");
  const hold = await Promise.all(signatures.map((signature) => signatureHolds(signature, innerBytes)));
  if (!hold.length || hold.includes(false)) throw new Fault("bidder", "标头没有签名，或签名不真");
}

function areFor(group: Group | null, shares: readonly WrappedShare[]): boolean {
  const holders = group?.holders ?? [];
  return shares.length === holders.length && holders.every((holder, at) => holder.id === shares[at]!.to);
}

function isRightPart(policy: Policy, part: PartEntry, at: number): boolean {
  const cut = part.size === paddedSize(part.size) && part.chunks === chunkCount(part.size);
  return part.number === at + 1 && policy.stages.includes(part.stage) && cut;
}
