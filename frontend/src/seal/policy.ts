// The opening policy of a tender as a bidder's browser reads it: for whom a bid is sealed, and how.
import type { Bytes } from "./bytes";
import type { Json } from "./canonical";
import { Form, FormRefused } from "./forms";
import { suites, type Suite, type SuiteName } from "./suites";

export interface Holder {
  readonly id: string;
  readonly organisation: string;
  readonly kind: "automatic" | "human";
  readonly opens: Bytes;
  readonly signs: Bytes;
  readonly address: string | null;
}

export interface Group {
  readonly name: string;
  readonly threshold: number;
  readonly holders: readonly Holder[];
}

export interface BidderRule {
  readonly windowMinutes: number;
  readonly onAbsence: "recover" | "withdrawn";
  readonly recovery: Group | null;
}

export interface PartRule {
  readonly name: string;
  readonly stage: string;
  readonly required: boolean;
  readonly published: boolean;
}

export interface Policy {
  readonly hash: Bytes;
  readonly tender: string;
  readonly version: number;
  readonly previous: Bytes | null;
  readonly deadline: string;
  readonly suite: Suite;
  readonly lots: readonly string[];
  readonly groups: readonly Group[];
  readonly bidder: BidderRule | null;
  readonly stages: readonly string[];
  readonly parts: readonly PartRule[];
  readonly log: string;
  readonly witnesses: readonly string[];
}

export async function parsePolicy(bytes: Uint8Array): Promise<Policy> {
  const form = Form.parse(bytes, "lucai-policy/1", "tender", "version", "previous", "deadline", "suite", "lots",
    "groups", "bidder", "stages", "parts", "log");
  const suite = suiteOf(form.text("suite"));
  const log = Form.of(form.json("log"), "origin", "witnesses");
  const policy = {
    hash: await suite.hash(bytes),
    tender: form.text("tender"),
    version: form.number("version"),
    previous: form.optionalOctets("previous", 32),
    deadline: form.moment("deadline"),
    suite,
    lots: form.texts("lots"),
    groups: form.items("groups", groupOf),
    bidder: form.optional("bidder", bidderOf),
    stages: form.texts("stages"),
    parts: form.items("parts", partOf),
    log: log.text("origin"),
    witnesses: log.texts("witnesses"),
  };
  check(policy);
  return policy;
}

export function suiteOf(name: string): Suite {
  if (!Object.hasOwn(suites, name)) throw new FormRefused(`没有叫 ${name} 的密码套件`);
  return suites[name as SuiteName];
}

function groupOf(value: Json): Group {
  const form = Form.of(value, "name", "k", "holders");
  return { name: form.name("name"), threshold: form.number("k"), holders: form.items("holders", holderOf) };
}

function holderOf(value: Json): Holder {
  const form = Form.of(value, "id", "organisation", "kind", "opens", "signs", "address");
  return {
    id: form.name("id"),
    organisation: form.text("organisation"),
    kind: oneOf(form.text("kind"), "automatic", "human"),
    opens: form.octets("opens"),
    signs: form.octets("signs"),
    address: form.optional("address", () => form.text("address")),
  };
}

function bidderOf(value: Json): BidderRule {
  const form = Form.of(value, "windowMinutes", "onAbsence", "recovery");
  return {
    windowMinutes: form.number("windowMinutes"),
    onAbsence: oneOf(form.text("onAbsence"), "recover", "withdrawn"),
    recovery: form.optional("recovery", groupOf),
  };
}

function partOf(value: Json): PartRule {
  const form = Form.of(value, "name", "stage", "required", "published");
  return {
    name: form.name("name"),
    stage: form.name("stage"),
    required: form.flag("required"),
    published: form.flag("published"),
  };
}

function oneOf<T extends string>(value: string, ...choices: T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (!chosen) throw new FormRefused(`${value} 不是 ${choices.join("、")} 之一`);
  return chosen;
}

/** Whom a bidder seals for must be plain: nothing twice, and no organisation that opens alone. */
function check(policy: Policy): void {
  const groups = [...policy.groups, ...(policy.bidder?.recovery ? [policy.bidder.recovery] : [])];
  const holders = groups.flatMap((group) => group.holders);
  const lists = [policy.lots, policy.stages, policy.parts.map((part) => part.name), groups.map((group) => group.name),
    holders.map((holder) => holder.id), holders.map((holder) => String(holder.opens))];
  if (!policy.lots.length || !policy.groups.length || !policy.stages.length || !policy.parts.length) {
    throw new FormRefused("开标规则须有采购包、密钥组、阶段和文件清单");
  }
  if (lists.some((list) => new Set(list).size !== list.length)) throw new FormRefused("开标规则中有重复的名称或公钥");
  if (groups.some(({ threshold, holders: own }) => threshold < 1 || threshold > own.length || own.length > 255)) {
    throw new FormRefused("密钥组的门限须在 1 与成员数之间");
  }
  if (holders.some(({ opens, signs }) => !policy.suite.isPublicKey(opens) || !policy.suite.isPublicKey(signs))) {
    throw new FormRefused("开标规则中有不属于密码套件的公钥");
  }
  if (policy.parts.some((part) => !policy.stages.includes(part.stage))) throw new FormRefused("有文件不属于任何开启阶段");
  if ((policy.version === 1) !== (policy.previous === null)) throw new FormRefused("只有第 1 版没有前一版");
  const organisations = new Set(policy.groups.flatMap((group) => group.holders.map((holder) => holder.organisation)));
  for (const organisation of organisations) {
    if (policy.groups.every((group) => canAlone(organisation, group))) {
      throw new FormRefused(`${organisation}一家就能打开所有投标`);
    }
  }
}

function canAlone(organisation: string, group: Group): boolean {
  return group.holders.filter((holder) => holder.organisation === organisation).length >= group.threshold;
}
