// Which logs and witnesses somebody trusts, and how many of them together (C2SP tlog-policy).
import { equal } from "../seal/bytes";
import { cosignaturesOf, parseCosignerKey, type CosignerKey } from "./cosignature";
import { isSignedBy, NoteRefused, parseCheckpoint, parseNoteKey, type Checkpoint, type Note, type NoteKey } from "./note";

export class WitnessPolicyRefused extends Error {
  override name = "WitnessPolicyRefused";
}

interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

/** A log's checkpoint, and the moments (seconds since 1970) between which a quorum saw it. */
export interface Witnessed {
  readonly checkpoint: Checkpoint;
  readonly times: ReadonlyMap<string, number>;
  readonly isWitnessed: boolean;
  /** By then a quorum had cosigned: what the checkpoint holds existed. Null without a quorum. */
  readonly reachedAt: number | null;
  /** From then on a quorum cosigned: by its clocks, that moment had come. */
  readonly notBefore: number | null;
}

export class WitnessPolicy {
  private readonly logs: NoteKey[] = [];
  private readonly witnesses = new Map<string, CosignerKey>();
  private readonly groups = new Map<string, Group>();
  private readonly taken = new Set<string>();
  private quorum: string | null = null;

  private constructor() {}

  static async parse(text: string): Promise<WitnessPolicy> {
    const policy = new WitnessPolicy();
    const lines = text.split("\n");
    if (lines.pop() !== "") throw new WitnessPolicyRefused("信任策略每行须以换行结束");
    for (const line of lines) {
      const items = line.replace(/^[ \t]+|[ \t]+$/g, "");
      if (items && !items.startsWith("#")) await policy.take(items.split(/[ \t]+/));
    }
    if (policy.quorum === null) throw new WitnessPolicyRefused("信任策略须有一行 quorum");
    return policy;
  }

  /** The logs whose checkpoints count. */
  get origins(): string[] {
    return this.logs.map(({ name }) => name);
  }

  /** Accept a checkpoint under this policy, or throw why it does not count. */
  judge(note: Note): Witnessed {
    const read = this.read(note);
    if (!read.isWitnessed) throw new NoteRefused("见证签名不够");
    return read;
  }

  /** Read a checkpoint that a log of the policy signed; its witnesses may still be too few. */
  read(note: Note): Witnessed {
    const checkpoint = parseCheckpoint(note.text);
    const signers = this.logs.filter((log) => isSignedBy(note, log));
    if (!signers.some((log) => log.name === checkpoint.origin)) throw new NoteRefused("检查点不是信任的日志签的");
    const named = [...this.witnesses];
    const times = new Map<string, number>();
    for (const { key, time } of cosignaturesOf(note, named.map(([, each]) => each))) {
      times.set(named.find(([, each]) => each === key)![0], time);
    }
    const isWitnessed = this.isMet(new Set(times.keys()));
    const [reachedAt, notBefore] = [this.first(times, (a, b) => a - b), this.first(times, (a, b) => b - a)];
    return { checkpoint, times, isWitnessed, reachedAt, notBefore };
  }

  /** Whether these witnesses together are a quorum. */
  isMet(names: ReadonlySet<string>): boolean {
    if (this.quorum === "none") return true;
    const witnessed = new Set([...names].filter((name) => this.witnesses.has(name)));
    for (const [name, { threshold, members }] of this.groups) {
      if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
    }
    return witnessed.has(this.quorum!);
  }

  /** Walk through the moments in an order; the one at which the witnesses met so far are a quorum. */
  private first(times: ReadonlyMap<string, number>, order: (a: number, b: number) => number): number | null {
    if (this.quorum === "none") return null;
    const moments = [...new Set(times.values())].sort(order);
    return moments.find((moment) => {
      const met = [...times].filter(([, time]) => order(time, moment) <= 0).map(([name]) => name);
      return this.isMet(new Set(met));
    }) ?? null;
  }

  private async take([word, ...items]: string[]): Promise<void> {
    if (word === "log" && items.length >= 1 && items.length <= 2) return this.addLog(await parseNoteKey(items[0]!));
    if (word === "witness" && items.length >= 2 && items.length <= 3) {
      return this.addWitness(items[0]!, await parseCosignerKey(items[1]!));
    }
    if (word === "group" && items.length >= 3) return this.addGroup(items[0]!, items[1]!, items.slice(2));
    if (word === "quorum" && items.length === 1 && this.quorum === null) return this.setQuorum(items[0]!);
    throw new WitnessPolicyRefused(`信任策略没有 ${word} 这样的行`);
  }

  private addLog(log: NoteKey): void {
    if (this.logs.some((other) => equal(other.publicKey, log.publicKey))) throw new WitnessPolicyRefused("信任策略中日志重复");
    this.logs.push(log);
  }

  private addWitness(name: string, key: CosignerKey): void {
    const twice = [...this.witnesses.values()].some((other) => equal(other.publicKey, key.publicKey));
    if (twice) throw new WitnessPolicyRefused("信任策略中见证公钥重复");
    this.define(name);
    this.witnesses.set(name, key);
  }

  private addGroup(name: string, howMany: string, members: string[]): void {
    for (const member of members) {
      if (!this.isDefined(member) || this.taken.has(member)) throw new WitnessPolicyRefused(`信任策略中 ${member} 未定义或重复`);
      this.taken.add(member);
    }
    const threshold = howMany === "all" ? members.length : howMany === "any" ? 1 : Number(howMany);
    const isNumber = /^(?:all|any|[1-9][0-9]{0,8})$/.test(howMany);
    if (!isNumber || threshold > members.length) throw new WitnessPolicyRefused("信任策略的门限须是 all、any 或数字");
    this.define(name);
    this.groups.set(name, { threshold, members });
  }

  private setQuorum(name: string): void {
    if (name !== "none" && !this.isDefined(name)) throw new WitnessPolicyRefused(`信任策略中 ${name} 未定义`);
    this.quorum = name;
  }

  private define(name: string): void {
    if (name === "none" || this.isDefined(name)) throw new WitnessPolicyRefused(`信任策略中 ${name} 重复定义`);
  }

  private isDefined(name: string): boolean {
    return this.witnesses.has(name) || this.groups.has(name);
  }
}
