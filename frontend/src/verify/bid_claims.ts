// The claims P1 … P12 about one tender's opening (docs/reference/verification-package.md §3).
import { concat, equal, hex, utf8, type Bytes } from "../seal/bytes";
import { parseCanonical, type Json } from "../seal/canonical";
import { Form } from "../seal/forms";
import { envelopeHash, headerKey, isBidderSecret, openStage } from "../seal/opening";
import type { Policy } from "../seal/policy";
import { checkReceipt, parseReceipt, type Receipted } from "../seal/receipt";
import { published } from "../seal/schedule";
import { isStatedBy, parseSigned } from "../seal/statement";
import { commonName, maySign, parseCertificate, pathTo } from "../seal/x509";
import { isConsistent, leafHash, rootOf } from "../log/merkle";
import { parseProof } from "../log/proof";
import { Absent, Broken, demand, judge, type Finding } from "./claims";
import { CULPRITS, Evidence, shares } from "./evidence";
import { checkRevocation, revocationInWords } from "./revocation";
import { bodyOf, type Package, type PackedEnvelope, type TrustFile } from "./package";

const SMALLEST_REGISTRY = 16;
const PRICE_PART = "offer";

/** Judge everything that a package claims, each claim by itself; receipts are those that bidders show beside it. */
export async function judgePackage(pack: Package, trust: TrustFile, receipts: readonly Uint8Array[] = []): Promise<Finding[]> {
  const judging = new BidJudging(pack, trust, receipts);
  const claims: readonly (readonly [id: string, title: string, work: () => Promise<string>])[] = [
    ["P1", "开标规则在截止前已公开", () => judging.rulesWerePublic()],
    ["P2", "每份投标在回执所说的时间已存在", () => judging.bidsExisted()],
    ["P3", "每份投标在截止前已存在", () => judging.bidsWereInTime()],
    ["P4", "投标由证书持有人作出", () => judging.bidsWereSigned()],
    ["P5", "开出的就是递交的，且不可能是别的内容", () => judging.contentsAreTheSealed()],
    ["P6", "份额没有提前放出，每份都正确", () => judging.sharesWereRight()],
    ["P7", "没有开成的，责任认定正确", () => judging.faultsAreRight()],
    ["P8", "封存登记之后没有插入投标", () => judging.nothingWasInserted()],
    ["P9", "开启的与封存登记的完全一致", () => judging.registryIsComplete()],
    ["P10", "有回执的投标都在登记中", () => judging.noReceiptIsMissing()],
    ["P11", "平台没有给出两种历史", () => judging.historyIsOne()],
    ["P12", "唱出的报价就是投标里的报价", () => judging.pricesAreThose()],
  ];
  const findings: Finding[] = [];
  for (const [id, title, work] of claims) findings.push(await judge(id, title, work));
  return findings;
}

class BidJudging extends Evidence {
  async rulesWerePublic(): Promise<string> {
    const policies = await this.pack.policies();
    let reached: number | null = null;
    for (const [at, policy] of policies.entries()) {
      checkSuccession(policy, policies[at - 1]);
      if (policy.tender.startsWith("R-")) checkRound(policy);
      const logged = this.pack.index.policies[at]!;
      const body = bodyOf(await this.pack.read(logged.entry));
      demand(body.openingPolicy === hex(policy.hash), `第 ${at + 1} 版规则与日志条目中的指纹不同`);
      reached = (await this.logged(logged, policy)).reachedAt;
    }
    const { deadline, tender } = policies.at(-1)!;
    demand(tender === this.pack.index.tender, "规则属于另一个项目");
    demand(reached !== null && reached * 1000 <= Date.parse(deadline), "没有见证表明规则在截止前已公开");
    return `见证时间 ${moment(reached)}，截止 ${moment(Date.parse(deadline) / 1000)}`;
  }

  async bidsExisted(): Promise<string> {
    let latest = 0;
    await this.each(this.pack.index.envelopes, async (packed) => {
      latest = Math.max(latest, witnessedAt(await this.receipted(packed)));
    });
    return `${this.pack.index.envelopes.length} 份，最晚的见证时间 ${moment(latest)}`;
  }

  async bidsWereInTime(): Promise<string> {
    const [{ deadline }, seal] = [await this.pack.policy(), await this.sealIndex()];
    const late: number[] = [];
    const { envelopes } = this.pack.index;
    await this.each(envelopes, async (packed) => {
      const receipted = await this.receipted(packed);
      demand(receipted.receivedAt <= deadline, "回执时间晚于截止时间");
      checkBefore(receipted, seal);
      const reached = witnessedAt(receipted);
      if (reached * 1000 > Date.parse(deadline)) late.push(reached);
    });
    if (late.length) throw new Absent(unproven(envelopes.length, late));
    return `${envelopes.length} 份都在截止前被见证`;
  }

  async bidsWereSigned(): Promise<string> {
    if (!this.pack.opened.length) throw new Absent("没有开启任何投标");
    if (!this.trust.roots.length) throw new Absent("信任文件没有列出任何证书颁发机构");
    const [names, unseen]: string[][] = [[], []];
    const lists = await this.pack.revocationLists();
    await this.each(this.pack.opened, async (packed) => {
      const [header, { receivedAt }] = [await this.header(packed), await this.receipted(packed)];
      for (const { certificates } of header.signatures) {
        const [leaf, ...helpers] = certificates.map(parseCertificate);
        demand(maySign(leaf!), "证书不是签名证书");
        const path = await pathTo(this.trust.roots, leaf!, helpers, Date.parse(receivedAt));
        if (typeof path === "string") throw new Broken(path);
        names!.push(commonName(leaf!));
        if (!(await checkRevocation(path, lists, Date.parse(receivedAt)))) unseen!.push(commonName(leaf!));
      }
    });
    return `签名与证书链均有效：${names!.join("、")}。${revocationInWords(names!, unseen!)}`;
  }

  async contentsAreTheSealed(): Promise<string> {
    if (!this.pack.opened.length) throw new Absent("没有开启任何投标");
    let parts = 0;
    await this.each(this.pack.opened, async (packed) => {
      await this.receipted(packed);
      await this.header(packed);
      const { core } = await this.pack.envelope(packed);
      demand(packed.bidderSecret === null || (await isBidderSecret(core, packed.bidderSecret)), "公布的投标人秘密与承诺不符");
      for (const { n } of packed.parts) {
        await this.content(packed, n);
        parts++;
      }
    });
    return `${this.pack.opened.length} 份投标、${parts} 个文件与回执、密钥承诺和分块指纹逐一相符`;
  }

  async sharesWereRight(): Promise<string> {
    const given = await Promise.all(this.pack.live.map((packed) => this.sharesGiven(packed)));
    const withReleases = this.pack.live.filter((_, at) => given[at]!.length);
    if (!withReleases.length) throw new Absent("公开的核验包不含份额（没有投标人密钥组时，份额能打开全部内容）");
    const policy = await this.pack.policy();
    let count = 0;
    await this.each(withReleases, async (packed) => {
      const [own, envelope] = [await this.pack.policyOf(packed), await this.pack.envelope(packed)];
      const releases = await this.releases(packed);
      demand(releases.every(({ at }) => at >= policy.deadline), "有份额在截止前放出");
      count += releases.length;
      if (packed.fault) return;
      const opened = await openStage(own, envelope, own.stages[0]!, shares(releases));
      demand(!opened.faults.length, opened.faults[0]?.message ?? "");
      const key = published(await headerKey(envelope.core, opened.secret));
      demand(equal(key, packed.headerKey ?? new Uint8Array(0)), "份额算出的钥匙不是公布的那把");
    });
    return `${count} 个份额都由持有方签名，且与投标时的承诺相符`;
  }

  async faultsAreRight(): Promise<string> {
    const faulty = this.pack.live.filter((packed) => packed.fault);
    if (!faulty.length) throw new Absent("所有投标都已打开");
    const said: string[] = [];
    const unseen: Absent[] = [];
    await this.each(faulty, async (packed) => {
      const { culprit, holders } = packed.fault!;
      const found = await this.fault(packed).catch((error: Error) => {
        if (error instanceof Absent) return error;
        throw error;
      });
      if (found instanceof Absent) return void unseen.push(found);
      demand(found !== null, "记录说打不开，实际可以打开");
      const same = found.culprit === culprit && holders.join() === [...found.holders].join();
      demand(same, `记录认定责任在${CULPRITS[culprit] ?? culprit}，核验结果是${CULPRITS[found.culprit]}`);
      const [unopened, denying] = [await this.unopened(packed), await this.contradicted(packed)];
      const more = wordsOf(unopened.filter((each) => !denying.has(each)), "，无从核对")
        + wordsOf([...denying].sort(), "，而它在递交时签名确认过能打开");
      said.push(`${CULPRITS[culprit]}${holders.length ? `（${holders.join("、")}）` : ""}${more}`);
    });
    if (unseen[0] && !said.length) throw unseen[0];
    return `责任方：${[...said, ...unseen.map(({ message }) => message)].join("；")}`;
  }

  /** Where the log has the registry's seal, under a checkpoint that counts. */
  private async sealIndex(): Promise<number> {
    const { registry } = this.pack.index;
    await this.logged(registry, await this.pack.policy());
    return parseProof(await this.pack.text(registry.proof)).index;
  }

  async nothingWasInserted(): Promise<string> {
    const seal = await this.sealIndex();
    await this.each(this.pack.live, async (packed) => checkBefore(await this.receipted(packed), seal));
    return `封存登记是日志第 ${seal} 条，所有投标都在它之前`;
  }

  async registryIsComplete(): Promise<string> {
    const { registry } = this.pack.index;
    await this.logged(registry, await this.pack.policy());
    const form = Form.of(bodyOf(await this.pack.read(registry.entry)).registrySeal, "type", "policy", "size", "root");
    demand(form.text("type") === "lucai-registry/1", "封存登记的类型不对");
    demand(equal(form.octets("policy", 32), (await this.pack.policy()).hash), "封存登记属于另一版规则");
    const leaves = registry.leaves.map(hex);
    demand(form.number("size") === leaves.length && isRegistrySize(leaves.length), "登记的条数与封存时不同");
    demand(leaves.every((leaf, at) => at === 0 || leaves[at - 1]! < leaf), "登记没有按顺序，或有重复");
    demand(equal(await rootOf(registry.leaves), form.octets("root", 32)), "登记算不出封存时的根");
    const dummies = await Promise.all(registry.dummies.map((salt) => leafHash(concat(utf8("lucai-registry-dummy/1\0"), salt))));
    const live = await Promise.all(this.pack.live.map((packed) => this.leaf(packed)));
    const accounted = [...live, ...dummies].map(hex).sort();
    demand(accounted.join() === leaves.join(), "登记中有去向不明的条目，或少了条目");
    await this.each(this.pack.live, async ({ headerKey: key, fault }) => demand((key === null) === (fault !== null), "它既没有开启也没有说明原因"));
    await this.each(this.pack.index.envelopes.filter((each) => each.claim), (packed) => this.checkClaim(packed));
    return `登记 ${leaves.length} 条：投标 ${live.length} 份，其余 ${dummies.length} 条是占位`;
  }

  async noReceiptIsMissing(): Promise<string> {
    const leaves = new Set(this.pack.index.registry.leaves.map(hex));
    await this.each(this.pack.live, async (packed) => {
      await this.receipted(packed);
      demand(leaves.has(hex(await this.leaf(packed))), "平台给了回执，登记里却没有它");
    });
    for (const bytes of this.beside) await this.checkBeside(bytes, leaves);
    return `${this.pack.live.length + this.beside.length} 张回执都在登记中，或者由投标人自己撤回、替换`;
  }

  async historyIsOne(): Promise<string> {
    const heads = new Map<number, Bytes>();
    for (const [note, policy] of await this.notes()) {
      const { checkpoint } = await this.counted(note, policy);
      const known = heads.get(checkpoint.size);
      demand(!known || equal(known, checkpoint.root), `日志在 ${checkpoint.size} 条时有两个根`);
      heads.set(checkpoint.size, checkpoint.root);
    }
    const sizes = [...heads.keys()].sort((a, b) => a - b);
    const steps = this.pack.index.consistency;
    const isWhole = steps.length === Math.max(0, sizes.length - 1) && steps.every(({ from, to }, at) => from === sizes[at] && to === sizes[at + 1]);
    demand(isWhole, "一致性证明不是从每个检查点到下一个");
    for (const { from: before, to: size, path } of steps) {
      const holds = await isConsistent(before, size, path, heads.get(before)!, heads.get(size)!);
      demand(holds, `日志 ${size} 条时的历史不是 ${before} 条时的延续`);
    }
    return `${sizes.length} 个检查点都有足够见证，前后一致`;
  }

  async pricesAreThose(): Promise<string> {
    if (this.pack.index.record === null) throw new Absent("核验包中没有开标记录");
    const policy = await this.pack.policy();
    const form = Form.parse(await this.pack.read(this.pack.index.record), "lucai-opening-record/1", "policy", "openedAt", "bids");
    demand(equal(form.octets("policy", 32), policy.hash), "开标记录属于另一版规则");
    demand(form.moment("openedAt") >= policy.deadline, "开标早于截止时间");
    const lines = form.items("bids", (item) => Form.of(item, "envelope", "lot", "bidders", "fen", "aside"));
    demand(lines.length === this.pack.opened.length, "开标记录的家数与开启的投标不同");
    await this.each(this.pack.opened, async (packed) => {
      const own = hex(await envelopeHash(await this.pack.envelope(packed)));
      const line = lines.find((each) => hex(each.octets("envelope", 32)) === own);
      demand(line !== undefined, "开标记录没有它");
      await this.checkLine(packed, line);
    });
    const aside = lines.flatMap((each) => (each.json("aside") === null ? [] : [each.text("aside")]));
    const more = aside.length ? `；${aside.length} 份打开后没有采用：${aside.join("；")}` : "";
    return `${lines.length} 份的名称和报价与投标文件一致${more}`;
  }

  private async checkLine(packed: PackedEnvelope, line: Form): Promise<void> {
    const { inner } = await this.header(packed);
    const bidders = line.items("bidders", (item) => Form.of(item, "name", "code"));
    const same = bidders.length === inner.bidders.length && bidders.every((each, at) =>
      each.text("name") === inner.bidders[at]!.name && each.text("code") === inner.bidders[at]!.code);
    demand(same && line.text("lot") === inner.lot, "开标记录的投标人或采购包与投标文件不同");
    const readOut = line.optional("fen", () => line.number("fen"));
    if (line.optional("aside", () => line.text("aside")) !== null) {
      return demand(readOut === null, "没有采用的投标不应唱出报价");
    }
    const offer = inner.parts.find(({ part, number }) => part === PRICE_PART && packed.parts.some(({ n }) => n === number));
    const fen = offer ? priceOf(await this.content(packed, offer.number)) : null;
    demand(readOut === fen, `唱出 ${String(readOut)} 分，报价文件是 ${String(fen)} 分`);
  }

  /** See that a receipt from a bidder's own hands was not left out. */
  private async checkBeside(bytes: Uint8Array, leaves: ReadonlySet<string>): Promise<void> {
    const receipt = parseReceipt(bytes);
    const form = Form.parse(receipt.signed.statement, "lucai-bid-receipt/1", "envelope", "policy", "receivedAt", "leaf", "mergeSeconds");
    const digests = Form.of(form.json("envelope"), "sha256", "sm3", "size");
    const stated = { sha256: digests.text("sha256"), sm3: digests.text("sm3"), size: digests.number("size") };
    await checkReceipt({ ...receipt, proof: null }, stated, this.trust);
    const own = hex(form.octets("policy", 32));
    demand((await this.pack.policies()).some(({ hash }) => hex(hash) === own), "另给的回执属于另一个项目");
    const claimed = this.pack.index.envelopes.filter((each) => each.claim !== null);
    const known = new Set(await Promise.all(claimed.map(async (packed) => hex(await this.leaf(packed)))));
    const leaf = hex(form.octets("leaf", 32));
    demand(leaves.has(leaf) || known.has(leaf), "另给的一张回执，平台没有列入登记");
  }

  private async checkClaim(packed: PackedEnvelope): Promise<void> {
    const isShut = packed.headerKey === null && packed.fault === null && !packed.releases.length && !packed.parts.length;
    demand(isShut, "已撤回或替换的投标不应开启");
    const envelope = await this.pack.envelope(packed);
    const signed = parseSigned(await this.pack.read(packed.claim!));
    demand(await isStatedBy(signed, envelope.core.claim.key), "撤回或替换不是由它自己的撤回钥匙签名");
    const form = Form.parse(signed.statement, "lucai-bid-claim/1", "policy", "old", "new", "at", "proof");
    demand(equal(form.octets("old", 32), await envelopeHash(envelope)), "撤回或替换说的是另一份投标");
    demand(form.moment("at") <= (await this.pack.policy()).deadline, "截止之后才撤回或替换");
    const next = form.optionalOctets("new", 32);
    if (!next) return;
    const others = await Promise.all(this.pack.index.envelopes.map((each) => this.pack.envelope(each)));
    for (const other of others) {
      if (!equal(await envelopeHash(other), next)) continue;
      return demand(equal(other.core.previous ?? new Uint8Array(0), form.octets("old", 32)), "替换它的投标没有指明它");
    }
    throw new Broken("替换它的投标不在核验包中");
  }

  /** Do the same for several envelopes; a failure says which one. */
  private async each(envelopes: readonly PackedEnvelope[], work: (packed: PackedEnvelope) => Promise<unknown> | void): Promise<void> {
    for (const packed of envelopes) {
      try {
        await work(packed);
      } catch (error) {
        if (error instanceof Absent) throw error;
        throw new Broken(`${packed.core}：${(error as Error).message}`);
      }
    }
  }
}

/** The price in 分 of an offer's JSON; null where it names none that can be read. */
export function priceOf(offer: Uint8Array): number | null {
  let content: Json;
  try {
    content = parseCanonical(offer);
  } catch {
    return null;
  }
  const typed = content !== null && typeof content === "object" && !Array.isArray(content) ? content.price : null;
  if (typeof typed !== "string") return null;
  const cleaned = typed.replace(/^ +| +$/g, "").replace(/[,，]/g, "").replace(/元$/, "");
  const [, whole, rest = ""] = /^([0-9]{1,13})(?:\.([0-9]{1,2}))?$/.exec(cleaned) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(rest.padEnd(2, "0"));
}

function checkSuccession(policy: Policy, before: Policy | undefined): void {
  if (!before) return demand(policy.version === 1, "缺少第 1 版规则");
  const follows = policy.version === before.version + 1 && policy.tender === before.tender && equal(policy.previous ?? new Uint8Array(0), before.hash);
  demand(follows, `第 ${policy.version} 版规则没有接着前一版`);
  demand(policy.deadline >= before.deadline, "截止时间被提前");
}

/** A round's rules are fixed (sealed-bid.md §3): two automatic holders together, a price and nothing else. */
function checkRound({ groups, bidder, parts }: Policy): void {
  const holders = groups.flatMap((group) => group.holders);
  const isAutomatic = holders.every(({ kind }) => kind === "automatic");
  const isTogether = groups.length === 1 && groups.every(({ name, threshold }) => name === "witness" && threshold === 2);
  const isOnlyPrice = parts.length === 1 && parts.every(({ name, required, published: shown }) => name === PRICE_PART && required && shown);
  const holds = isTogether && isAutomatic && isOnlyPrice && bidder === null;
  demand(holds, "密封报价的规则不是由两家单位的自动密钥服务共同开启、只密封报价一项");
}

function checkBefore({ proven }: Receipted, seal: number): void {
  demand(proven !== null && proven.index < seal, "它在日志中排在封存登记之后");
}

function wordsOf(holders: readonly string[], what: string): string {
  return holders.length ? `，${holders.join("、")} 签名称封给它的份额打不开${what}` : "";
}

/** When a quorum of witnesses had seen what a receipt is for. */
function witnessedAt({ proven }: Receipted): number {
  demand(proven?.isWitnessed === true && proven.reachedAt !== null, "回执的检查点还没有足够的见证");
  return proven.reachedAt;
}

/** What is proven of bids that no quorum saw before the deadline, and what is not. */
function unproven(count: number, late: readonly number[]): string {
  const rest = count > late.length ? `；其余 ${count - late.length} 份都在截止前被见证` : "";
  return `${late.length} 份在截止前没有足够的见证，最晚的见证时间 ${moment(Math.max(...late))}：`
    + `已证明它们那时已存在、排在封存登记之前；截止前已收到，只有平台自己的说法${rest}`;
}

function isRegistrySize(size: number): boolean {
  let allowed = SMALLEST_REGISTRY;
  while (allowed < size) allowed *= 4;
  return allowed === size;
}

function moment(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
}

