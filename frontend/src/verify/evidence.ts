// What the claims rest on: receipts, headers, contents and releases of a package, each checked once.
import { concat, hex, type Bytes } from "../seal/bytes";
import { scheduleOf } from "../seal/core";
import { Form } from "../seal/forms";
import type { Header } from "../seal/header";
import {
  Fault, headerKey, isBidderSecret, isNamed, isNamedKey, misfit, openHeader, openPart, openStage, partKey, recoverBidderSecret,
  type Culprit, type Envelope, type Released,
} from "../seal/opening";
import type { Policy } from "../seal/policy";
import { promiseOf } from "../seal/promise";
import { checkReceipt, fingerprintOf, parseReceipt, ReceiptRefused, type Receipted } from "../seal/receipt";
import { contradicted, readRelease, readUnopened, saysUnopened, type Release } from "../seal/release";
import { parsePublished } from "../seal/schedule";
import { parseSigned, type SignedStatement } from "../seal/statement";
import { leafHash } from "../log/merkle";
import { parseNote, type Checkpoint, type Note } from "../log/note";
import { leadsFrom, parseProof } from "../log/proof";
import { WitnessPolicy } from "../log/witness_policy";
import { Absent, Broken, demand } from "./claims";
import type { Logged, Package, PackedEnvelope, TrustFile } from "./package";

export const CULPRITS: Readonly<Record<Culprit, string>> = {
  platform: "平台",
  holder: "份额持有方",
  bidder: "投标人",
  "absent-holder": "未到场的份额持有方",
};

/** A head of the log: whether it counts, and when it had been seen by all who are asked. */
interface Seen {
  readonly checkpoint: Checkpoint;
  readonly reachedAt: number | null;
  readonly counts: boolean;
}

export class Evidence {
  constructor(
    protected readonly pack: Package,
    protected readonly trust: TrustFile,
    protected readonly beside: readonly Uint8Array[] = [],
  ) {}

  /** Judge by sealed-bid.md §8 as an opening does; null when everything opens. */
  protected async fault(packed: PackedEnvelope): Promise<Fault | null> {
    try {
      await this.openWith(packed);
      return null;
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  private async openWith(packed: PackedEnvelope): Promise<void> {
    const [policy, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
    await this.receipted(packed).catch((error: Error) => {
      throw error instanceof ReceiptRefused ? new Fault("platform", error.message) : error;
    });
    const reason = misfit(policy, envelope);
    demand(reason === null, `投标与规则不符：${reason}`);
    if (!(await this.sharesGiven(packed)).length) await this.judgeWithoutShares(packed);
    const released = shares(await this.releases(packed));
    const stages = [...new Set(released.flatMap(({ stage }) => (stage ? [stage] : [])))];
    const denying = await this.contradicted(packed);
    const first = await openStage(policy, envelope, policy.stages[0]!, released, denying);
    const header = await openHeader(policy, envelope, await headerKey(envelope.core, first.secret));
    const bidder = await bidderSecret(policy, envelope, packed, { released, denying });
    for (const entry of envelope.core.parts.filter(({ stage }) => stages.includes(stage))) {
      const { secret } = await openStage(policy, envelope, entry.stage, released, denying);
      const key = await partKey(envelope.core, entry, bidder, secret);
      const blob = packed.parts.find(({ n }) => n === entry.number)?.blob;
      if (!blob) continue;
      const listed = header.inner.parts[entry.number - 1]!;
      for await (const _ of openPart(envelope.core, entry, listed, key, new Blob([await this.pack.read(blob)]))) void _;
    }
  }

  /** What the public can see: bytes that are not those of the core are the platform's. */
  private async judgeWithoutShares(packed: PackedEnvelope): Promise<void> {
    const { core } = await this.pack.envelope(packed);
    for (const { n, blob } of packed.parts) {
      const entry = core.parts[n - 1];
      demand(entry !== undefined, `没有第 ${n} 个文件`);
      const same = await isNamed(scheduleOf(core), entry, new Blob([await this.pack.read(blob)]));
      if (!same) throw new Fault("platform", "保存的文件不是递交时写明的那个");
    }
    if (packed.fault?.culprit === "bidder") throw new Absent("认定责任在投标人的，须用含份额的监管版核验包核对");
  }

  protected header(packed: PackedEnvelope): Promise<Header> {
    return this.pack.once(`header ${keyOf(packed)}`, async () => {
      const [policy, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
      const reason = misfit(policy, envelope);
      demand(reason === null, `投标与规则不符：${reason}`);
      const key = parsePublished(envelope.core.suite, packed.headerKey!);
      demand(await isNamedKey(envelope.core, 0, key), "公布的标头钥匙不是承诺的那把");
      return blamed(openHeader(policy, envelope, key));
    });
  }

  /** Open a part with its published key. */
  protected content(packed: PackedEnvelope, number: number): Promise<Bytes> {
    return this.pack.once(`content ${keyOf(packed)} ${number}`, async () => {
      const [header, { core }] = [await this.header(packed), await this.pack.envelope(packed)];
      const [entry, part] = [core.parts[number - 1], packed.parts.find(({ n, key }) => n === number && key !== null)];
      demand(entry !== undefined && part !== undefined && part.key !== null, `没有第 ${number} 个文件或它的钥匙`);
      const key = parsePublished(core.suite, part.key);
      demand(await isNamedKey(core, number, key), `公布的第 ${number} 个文件的钥匙不是承诺的那把`);
      const blob = new Blob([await this.pack.read(part.blob)]);
      return blamed(gathered(openPart(core, entry, header.inner.parts[number - 1]!, key, blob)));
    });
  }

  protected receipted(packed: PackedEnvelope): Promise<Receipted> {
    return this.pack.once(`receipted ${packed.core} ${packed.sealed} ${packed.receipt}`, async () => {
      const receipt = await this.pack.receipt(packed);
      const own = await fingerprintOf(await this.pack.read(packed.core), await this.pack.read(packed.sealed));
      const found = await checkReceipt(receipt, own, this.trust);
      const { core } = await this.pack.envelope(packed);
      if (found.policy !== hex(core.policyHash)) throw new ReceiptRefused("回执写的是另一版开标规则");
      if (!receipt.proof || !found.proven) return found;
      const { counts, reachedAt } = await this.seen(parseNote(receipt.proof.checkpoint), await this.pack.policyOf(packed));
      return { ...found, proven: { ...found.proven, isWitnessed: counts, reachedAt } };
    });
  }

  protected async leaf(packed: PackedEnvelope): Promise<Bytes> {
    const { signed } = await this.pack.receipt(packed);
    const form = Form.parse(signed.statement, "lucai-bid-receipt/1", "envelope", "policy", "receivedAt", "leaf", "mergeSeconds");
    return form.octets("leaf", 32);
  }

  /** What was handed over as shares, not yet checked. */
  protected async sharesGiven(packed: PackedEnvelope): Promise<SignedStatement[]> {
    return (await this.saidOf(packed)).filter((signed) => !saysUnopened(signed));
  }

  /** The holders that signed that the share wrapped for them does not open. */
  protected async unopened(packed: PackedEnvelope): Promise<string[]> {
    const [policy, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
    const said = (await this.saidOf(packed)).filter(saysUnopened);
    const holders = await Promise.all(said.map((signed) => readUnopened(policy, envelope, signed)));
    demand(!holders.includes(null), "称份额打不开的声明不是由它写明的持有方签名");
    return [...new Set(holders as string[])].sort();
  }

  /** The holders whose word now is against the one in a receipt, whoever shows it. */
  protected async contradicted(packed: PackedEnvelope): Promise<ReadonlySet<string>> {
    const [policy, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
    const acknowledgements = [...(await this.pack.receipt(packed)).acknowledgements, ...this.beside.flatMap(acknowledgementsIn)];
    return contradicted(policy, envelope, acknowledgements, (await this.saidOf(packed)).filter(saysUnopened));
  }

  private saidOf(packed: PackedEnvelope): Promise<SignedStatement[]> {
    return Promise.all(packed.releases.map(async (name) => parseSigned(await this.pack.read(name))));
  }

  protected async releases(packed: PackedEnvelope): Promise<Release[]> {
    const [policy, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
    const given = await this.sharesGiven(packed);
    const read = await Promise.all(given.map((signed) => readRelease(policy, envelope, signed)));
    demand(packed.fault !== null || !read.includes(null), "有份额不是由它写明的持有方签名");
    return read.flatMap((each) => (each ? [each] : []));
  }

  /** Read a head by the trust file, and by the witnesses that these rules promised. */
  private async seen(note: Note, policy: Policy): Promise<Seen> {
    const [believed, promised] = [await this.witnesses(), await this.promised(policy)];
    const { checkpoint, isWitnessed, reachedAt } = believed.read(note);
    demand(checkpoint.origin === policy.log, "检查点不是开标规则写明的日志的");
    if (!promised) return { checkpoint, counts: isWitnessed, reachedAt };
    const told = promised.read(note);
    const reached = reachedAt === null ? null : Math.max(reachedAt, told.reachedAt ?? 0);
    return { checkpoint, counts: isWitnessed && told.isWitnessed, reachedAt: reached };
  }

  /** Read a head that has to count. */
  protected async counted(note: Note, policy: Policy): Promise<Seen> {
    const found = await this.seen(note, policy);
    demand(found.counts, "检查点没有足够的见证");
    return found;
  }

  /** See that the log has a public entry, under a checkpoint that counts by these rules. */
  protected async logged({ entry, proof }: Logged, policy: Policy): Promise<Seen> {
    const parsed = parseProof(await this.pack.text(proof));
    const found = await this.counted(parsed.note, policy);
    demand(await leadsFrom(await leafHash(await this.pack.read(entry)), parsed), `${entry} 不在日志的这个位置`);
    return found;
  }

  /** Every checkpoint of the package, with the rules it is asked for by. */
  protected async notes(): Promise<(readonly [Note, Policy])[]> {
    const [{ policies, registry, envelopes }, rules] = [this.pack.index, await this.pack.policies()];
    const found: (readonly [Note, Policy])[] = [];
    for (const [at, { proof }] of [...policies, registry].entries()) {
      found.push([parseProof(await this.pack.text(proof)).note, rules[at] ?? rules.at(-1)!]);
    }
    for (const packed of envelopes) {
      const { proof } = await this.pack.receipt(packed);
      if (proof) found.push([parseNote(proof.checkpoint), await this.pack.policyOf(packed)]);
    }
    return found;
  }

  private async promised(policy: Policy): Promise<WitnessPolicy | null> {
    const text = promiseOf(policy);
    return text ? this.pack.once(`promised ${hex(policy.hash)}`, () => WitnessPolicy.parse(text)) : null;
  }

  protected witnesses(): Promise<WitnessPolicy> {
    return this.pack.once("witnesses", () => WitnessPolicy.parse(this.trust.witnessPolicy));
  }
}

/** Which envelope of the index it is: nothing that was seen of one is believed of another. */
function keyOf({ core, sealed, headerKey: key, parts }: PackedEnvelope): string {
  const shown = parts.map((part) => [part.n, part.key && hex(part.key), part.blob].join(":"));
  return [core, sealed, key && hex(key), ...shown].join(" ");
}

/** What holders acknowledge in a receipt from a bidder's own hands; P10 says whether it is one. */
function acknowledgementsIn(bytes: Uint8Array): readonly SignedStatement[] {
  try {
    return parseReceipt(bytes).acknowledgements;
  } catch {
    return [];
  }
}

export function shares(releases: readonly Release[]): Released[] {
  return releases.map(({ released }) => released);
}

/** The bidder's secret as it gave it, or as the recovery group has it; else who is absent. */
async function bidderSecret(
  policy: Policy,
  envelope: Envelope,
  packed: PackedEnvelope,
  { released, denying }: { released: readonly Released[]; denying: ReadonlySet<string> },
): Promise<Uint8Array> {
  if (!policy.bidder || packed.bidderSecret) {
    const secret = packed.bidderSecret ?? new Uint8Array(0);
    demand(await isBidderSecret(envelope.core, secret), "投标人的秘密与承诺不符");
    return secret;
  }
  const recovery = released.filter(({ group }) => group === policy.bidder?.recovery?.name);
  if (!recovery.length && policy.bidder.onAbsence === "withdrawn") throw new Fault("bidder", "投标人没有在解密时段内解密");
  return recoverBidderSecret(policy, envelope, recovery, denying);
}

async function blamed<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Broken(`${error.message}（责任方：${CULPRITS[error.culprit]}）`);
  }
}

async function gathered(pieces: AsyncGenerator<Bytes>): Promise<Bytes> {
  const all: Bytes[] = [];
  for await (const piece of pieces) all.push(piece);
  return concat(...all);
}
