// The draw of experts repeated from its record (docs/reference/transparency-log.md §7, lucai-draw/1).
import { concat, equal, hex, u32, u64, utf8, type Bytes } from "../seal/bytes";
import { hashes, hmac, type Hash, type HashName } from "../seal/hashes";
import type { Json } from "../seal/canonical";
import { signatureHolds, signatureOf, type Signature } from "../seal/signature";
import { commonName, parseCertificate } from "../seal/x509";
import { parseCheckpoint } from "../log/note";
import { demand, judge, type Finding } from "./claims";
import { bytes, count, list, object, text, type Loose } from "./json";

const PLATFORM = "platform";
const NAMES: Readonly<Record<string, string>> = { agency: "代理机构", buyer: "采购人", supervisor: "财政监管" };
const LEAVING = new Set(["declined", "silent", "recused", "replaced"]);
const FATES = new Set(["waiting", "seated", "passed"]);
const WORD_RANGE = 1n << 64n;

interface Party {
  readonly id: string;
  readonly nonce: Bytes;
  readonly blinding: Bytes;
  readonly commitment: Bytes;
  readonly entry: number;
  /** Its certificate's, over its commitment; null where the platform drew the nonce in its name. */
  readonly signed: Signature | null;
}

interface Opening {
  readonly position: number;
  readonly salt: Bytes;
  readonly expert: string;
  readonly profession: string;
  readonly employer: string;
}

/** A reserve that the walk named: for which line of the quota, and what became of it. */
interface Reserve {
  readonly position: number;
  readonly line: string;
  readonly fate: string;
}

export interface DrawRecord {
  readonly drawId: string;
  readonly hash: Hash;
  readonly rule: string;
  readonly leaves: readonly Bytes[];
  readonly listRoot: Bytes;
  readonly poolEntry: number;
  readonly parties: readonly Party[];
  readonly checkpoint: string;
  readonly beacon: Bytes;
  readonly seed: Bytes;
  readonly walk: readonly { readonly position: number; readonly outcome: string }[];
  readonly left: readonly number[];
  readonly openings: readonly Opening[];
  /** The entry after which the holders gave the parties' nonces away. */
  readonly sealEntry: number | null;
  /** Who could give chance and did not; null in records from before that was told. */
  readonly absent: readonly { readonly id: string; readonly why: string }[] | null;
  /** Why those who left did; null in records from before that was told. */
  readonly leftWhy: readonly { readonly position: number; readonly why: string }[] | null;
  readonly reserves: readonly Reserve[];
}

/** Judge one draw; every claim gets its own verdict. */
export async function judgeDraw(content: unknown): Promise<Finding[]> {
  let record: DrawRecord;
  const form = await judge("D0", "记录格式", () => {
    record = parseRecord(object(content, "抽取记录"));
    return `编号 ${record.drawId}，候选 ${record.leaves.length} 人，参与方 ${record.parties.length} 个`;
  });
  if (form.verdict !== "passed") return [form];
  return [
    form,
    await judge("D1", "候选名单没有改动", () => poolHolds(record)),
    await judge("D2", "各方随机数在抽取前已承诺", () => commitmentsHold(record)),
    await judge("D3", "检查点在名单和承诺之后", () => checkpointCovers(record)),
    await judge("D4", "种子由各方随机数算出", () => seedFollows(record)),
    await judge("D5", "先后顺序由种子排出", () => orderFollows(record)),
    await judge("D6", "公开的专家属于名单", () => openingsHold(record)),
    await judge("D7", "名额按规则取满", () => placesFollow(record)),
  ];
}

function parseRecord(record: Loose): DrawRecord {
  demand(record.format === "lucai-draw/1", "不是 lucai-draw/1 的记录");
  const hash = text(record.hash, "杂凑算法");
  demand(hash === "sha256" || hash === "sm3", "杂凑算法不认识");
  return {
    drawId: text(record.drawId, "抽取编号"),
    hash: hashes[hash as HashName],
    rule: text(record.rule, "规则"),
    leaves: list(record.leaves, "名单").map((leaf) => bytes(leaf, "名单")),
    listRoot: bytes(record.listRoot, "名单根"),
    poolEntry: count(record.poolEntry, "名单的日志序号"),
    parties: list(record.parties, "参与方").map(partyOf),
    checkpoint: text(record.checkpoint, "检查点"),
    beacon: bytes(record.beacon, "信标"),
    seed: bytes(record.seed, "种子"),
    walk: list(record.walk, "过程").map((each) => {
      const { position, outcome } = object(each, "过程");
      return { position: count(position, "位置"), outcome: text(outcome, "结果") };
    }),
    left: list(record.left, "退出者").map((each) => count(each, "退出者")),
    openings: list(record.openings, "公开者").map(openingOf),
    sealEntry: given(record.sealEntry) ? count(record.sealEntry, "封存的日志序号") : null,
    absent: given(record.absent) ? list(record.absent, "未参与方").map(absentOf) : null,
    leftWhy: given(record.leftWhy) ? list(record.leftWhy, "退出原因").map(leftOf) : null,
    reserves: given(record.reserves) ? list(record.reserves, "候补专家").map(reserveOf) : [],
  };
}

function partyOf(value: unknown): Party {
  const party = object(value, "参与方");
  return {
    id: text(party.id, "参与方"),
    nonce: bytes(party.nonce, "随机数"),
    blinding: bytes(party.blinding, "盲因子"),
    commitment: bytes(party.commitment, "承诺"),
    entry: count(party.entry, "承诺的日志序号"),
    signed: given(party.signed) ? signatureOf(party.signed as Json) : null,
  };
}

function absentOf(value: unknown): { id: string; why: string } {
  const absent = object(value, "未参与方");
  return { id: text(absent.id, "未参与方"), why: text(absent.why, "未参与的原因") };
}

function leftOf(value: unknown): { position: number; why: string } {
  const left = object(value, "退出原因");
  const why = text(left.why, "退出原因");
  demand(LEAVING.has(why), "退出原因不认识");
  return { position: count(left.position, "位置"), why };
}

function reserveOf(value: unknown): Reserve {
  const reserve = object(value, "候补专家");
  const fate = text(reserve.fate, "候补结果");
  demand(FATES.has(fate), "候补结果不认识");
  return { position: count(reserve.position, "位置"), line: text(reserve.line, "候补的专业"), fate };
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function openingOf(value: unknown): Opening {
  const opening = object(value, "公开者");
  return {
    position: count(opening.position, "位置"),
    salt: bytes(opening.salt, "盐"),
    expert: text(opening.expert, "专家"),
    profession: text(opening.profession, "专业"),
    employer: text(opening.employer, "单位"),
  };
}

async function poolHolds({ leaves, listRoot, hash }: DrawRecord): Promise<string> {
  const spelt = leaves.map(hex);
  demand(spelt.every((leaf, at) => leaf.length === 64 && (at === 0 || spelt[at - 1]! < leaf)), "名单没有按顺序排列，或有重复");
  demand(leaves.length > 0 && equal(await treeRoot(leaves, hash), listRoot), "名单算不出记录的根");
  return "名单的根与记录一致";
}

async function commitmentsHold(record: DrawRecord): Promise<string> {
  const { parties, hash } = record;
  demand(parties.length > 0 && new Set(parties.map((party) => party.id)).size === parties.length, "没有参与方，或有重复");
  for (const { id, nonce, blinding, commitment } of parties) {
    demand(nonce.length === 32 && blinding.length === 32, `${id} 的随机数长度不对`);
    const made = await hash(concat(utf8("lucai-draw/1 commit\0"), nonce, blinding));
    demand(equal(made, commitment), `${id} 公开的随机数不是它承诺的那个`);
  }
  const signers = await signersOf(record);
  const named = parties.map(({ id }) => (id === PLATFORM ? "平台" : `${nameOf(id)}${signers.has(id) ? `（${signers.get(id)!} 签名）` : "（由平台代为产生）"}`));
  const missing = (record.absent ?? []).map(({ id, why }) => `${nameOf(id)}（${why}）`);
  return `${named.join("、")} 的随机数都与承诺相符${missing.length ? `；没有参与：${missing.join("、")}` : ""}`;
}

/** Who signed its own commitment; where absence is told, everybody but the platform must have. */
async function signersOf({ drawId, parties, absent }: DrawRecord): Promise<Map<string, string>> {
  const signers = new Map<string, string>();
  for (const { id, commitment, signed } of parties) {
    demand(!absent?.some((each) => each.id === id), `${id} 既参与又没有参与`);
    const message = utf8(`lucai-draw-commitment/1\n${drawId}\n${id}\n${hex(commitment)}\n`);
    const holds = signed !== null && (await signatureHolds(signed, message));
    demand(holds || absent === null || id === PLATFORM, `${id} 没有给自己的承诺签名`);
    if (holds) signers.set(id, commonName(parseCertificate(signed.certificates[0]!)));
  }
  return signers;
}

function nameOf(id: string): string {
  return NAMES[id] ?? id;
}

function checkpointCovers({ checkpoint, poolEntry, parties, sealEntry, absent }: DrawRecord): string {
  const { size } = parseCheckpoint(checkpoint);
  const entries = [poolEntry, ...parties.map((party) => party.entry)];
  demand(entries.every((entry) => entry < size), "检查点早于名单或某个承诺");
  const isSealed = parties.some(({ signed }) => signed !== null);
  demand(absent === null || isSealed === (sealEntry !== null), "没有写明各方随机数封存到日志的哪一条");
  demand(sealEntry === null || size <= sealEntry, "检查点晚于封存，那时随机数已经可以知道");
  return `检查点已有 ${size} 条；记录本身须再到公开日志中按序号核对`;
}

async function seedFollows(record: DrawRecord): Promise<string> {
  const { hash, drawId, listRoot, rule, parties, checkpoint, beacon, seed } = record;
  const sorted = [...parties].sort((a, b) => (hex(utf8(a.id)) < hex(utf8(b.id)) ? -1 : 1));
  const made = await hash(concat(
    utf8("lucai-draw/1 seed\0"), field(utf8(drawId)), field(listRoot), field(await hash(utf8(rule))), u32(parties.length),
    ...sorted.flatMap(({ id, nonce }) => [field(utf8(id)), field(nonce)]),
    field(utf8(checkpoint)), field(beacon),
  ));
  demand(equal(made, seed), "由各方随机数算出的种子与记录不同");
  return `种子 ${hex(seed).slice(0, 16)}…`;
}

async function orderFollows({ seed, leaves, walk, hash }: DrawRecord): Promise<string> {
  const order = await permutation(seed, leaves.length, hash, walk.length);
  demand(walk.length <= leaves.length, "过程比名单还长");
  demand(walk.every(({ position }, at) => position === order[at]), "过程没有按种子排出的顺序走");
  return `依次叫到 ${walk.length} 人，顺序与重新计算的一致`;
}

async function openingsHold(record: DrawRecord): Promise<string> {
  const stayed = staying(record);
  const opened = record.openings.map((each) => each.position);
  demand(opened.length === stayed.length && stayed.every((position) => opened.includes(position)), "公开的专家不是抽中并到场的那些");
  for (const { position, salt, expert, profession, employer } of record.openings) {
    const leaf = await record.hash(concat(Uint8Array.of(0), field(salt), ...[expert, profession, employer].map((each) => field(utf8(each)))));
    demand(equal(leaf, record.leaves[position] ?? new Uint8Array(0)), `第 ${position} 位公开的专家不在名单的这个位置`);
  }
  return `${opened.length} 位专家都在事先固定的名单中`;
}

function placesFollow(record: DrawRecord): string {
  const rule = object(JSON.parse(record.rule), "规则");
  const quota = object(rule.quota, "名额");
  leaversFollow(record);
  reservesFollow(record, quota, rule.reserves === undefined ? 0 : count(rule.reserves, "候补人数"));
  const most = rule.max_per_employer === undefined ? Infinity : count(rule.max_per_employer, "同一单位人数");
  const professions = tally(record.openings.map((each) => each.profession), (profession) => Object.hasOwn(quota, profession) ? profession : "*");
  for (const [profession, taken] of professions) {
    demand(Object.hasOwn(quota, profession), `规则没有给“${profession}”名额`);
    demand(taken <= count(quota[profession], "名额"), `“${profession}”超出名额`);
  }
  const employers = tally(record.openings.map((each) => each.employer), (employer) => employer);
  demand([...employers.values()].every((taken) => taken <= most), "同一单位的人数超出规则");
  const short = Object.entries(quota).filter(([name, places]) => (professions.get(name) ?? 0) < count(places, "名额"));
  demand(short.length === 0 || record.walk.length === record.leaves.length, `名单没有走完，“${short[0]?.[0]}”却还缺人`);
  return short.length ? "名单已走完，仍缺的名额另行抽取" : "各专业名额、同一单位人数都符合规则";
}

/** Only who was taken can leave, and the reasons are those of exactly the ones who left or were passed by. */
function leaversFollow(record: DrawRecord): void {
  const { left, leftWhy, reserves } = record;
  const seated = taken(record);
  demand(new Set(left).size === left.length && left.every((position) => seated.includes(position)), "退出的人没有被抽中过");
  if (leftWhy === null) return;
  const gone = [...left, ...reserves.filter(({ fate }) => fate === "passed").map(({ position }) => position)];
  demand(same(leftWhy.map(({ position }) => position), gone), "退出原因与退出的人对不上");
}

/** The reserves are those of the walk, as many as the rule allows, and called in its order. */
function reservesFollow({ walk, reserves, openings }: DrawRecord, quota: Loose, most: number): void {
  const named = walk.filter(({ outcome }) => outcome === "reserve");
  demand(named.length === reserves.length && named.every(({ position }, at) => position === reserves[at]!.position), "候补专家不是抽取中列出的那些");
  for (const [line, many] of tally(reserves.map((each) => each.line), (each) => each)) {
    demand(Object.hasOwn(quota, line) && many <= most, "候补人数超出规则");
  }
  const waiting = new Set<string>();
  for (const { line, fate } of reserves) {
    demand(fate === "waiting" || !waiting.has(line), "候补没有按次序递补");
    if (fate === "waiting") waiting.add(line);
  }
  const lines = new Map(reserves.map(({ position, line }) => [position, line]));
  for (const { position, profession } of openings) {
    const line = Object.hasOwn(quota, profession) ? profession : "*";
    demand((lines.get(position) ?? line) === line, "候补专家的专业与记录不符");
  }
}

function same(one: readonly number[], other: readonly number[]): boolean {
  const sort = (positions: readonly number[]): number[] => [...positions].sort((a, b) => a - b);
  return JSON.stringify(sort(one)) === JSON.stringify(sort(other));
}

function staying(record: DrawRecord): number[] {
  return taken(record).filter((position) => !record.left.includes(position));
}

/** Who got a place: by the walk, then as reserves. */
function taken({ walk, reserves }: DrawRecord): number[] {
  const first = walk.filter(({ outcome }) => outcome === "taken").map(({ position }) => position);
  return [...first, ...reserves.filter(({ fate }) => fate === "seated").map(({ position }) => position)];
}

function tally(values: readonly string[], keyOf: (value: string) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

/** The first places of the permutation of 0 … size-1 that a seed gives. */
export async function permutation(seed: Bytes, size: number, hash: Hash, places = size): Promise<number[]> {
  const order = Array.from({ length: size }, (_, at) => at);
  const words = stream(seed, hash);
  for (let at = 0; at < Math.min(places, size - 1); at++) {
    const other = at + (await below(size - at, words));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order.slice(0, places);
}

async function below(bound: number, words: AsyncGenerator<bigint>): Promise<number> {
  const limit = (WORD_RANGE / BigInt(bound)) * BigInt(bound);
  for (;;) {
    const word = (await words.next()).value as bigint;
    if (word < limit) return Number(word % BigInt(bound));
  }
}

async function* stream(seed: Bytes, hash: Hash): AsyncGenerator<bigint> {
  for (let block = 0; ; block++) {
    const made = await hmac(hash, seed, concat(utf8("lucai-draw/1 stream\0"), u64(block)));
    const view = new DataView(made.buffer, made.byteOffset);
    for (let at = 0; at < made.length; at += 8) yield view.getBigUint64(at);
  }
}

/** RFC 6962's tree over hashes that are leaves already, with the record's own hash. */
async function treeRoot(leaves: readonly Bytes[], hash: Hash): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [await treeRoot(leaves.slice(0, split), hash), await treeRoot(leaves.slice(split), hash)];
  return hash(concat(Uint8Array.of(1), left, right));
}

function field(content: Uint8Array): Bytes {
  return concat(u32(content.length), content);
}
