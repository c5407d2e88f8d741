// The shares that holders released, each signed by its holder.
import { equal, hex, type Bytes } from "./bytes";
import { canonical, parseCanonical } from "./canonical";
import { spellMoment } from "./claim";
import { ofRecoveryShare, ofShare } from "./contexts";
import { scheduleOf, type Core, type WrappedShare } from "./core";
import { Form } from "./forms";
import { envelopeHash, Fault, type Envelope, type Released } from "./opening";
import type { Group, Holder, Policy } from "./policy";
import { SECRET_SIZE } from "./schedule";
import { isStatedBy, signStatement, type SignedStatement } from "./statement";

const TYPE = "lucai-bid-release/1";
const ACKNOWLEDGED_TYPE = "lucai-bid-ack/1";
const UNOPENED_TYPE = "lucai-bid-unopened/1";

export interface Release {
  readonly released: Released;
  readonly at: string;
}

/** Read a release for this envelope; null when its holder did not sign it, so that nobody released it. */
export async function readRelease(policy: Policy, envelope: Envelope, signed: SignedStatement): Promise<Release | null> {
  const form = Form.parse(signed.statement, TYPE, "policy", "envelope", "stage", "group", "holder",
    "index", "share", "blind", "at");
  const [group, id] = [form.name("group"), form.name("holder")];
  const holder = holderIn(policy, group, id);
  const isOurs = equal(form.octets("policy", 32), policy.hash) && equal(form.octets("envelope", 32), await envelopeHash(envelope));
  if (!holder || !isOurs || !(await isStatedBy(signed, holder.signs))) return null;
  const isRecovery = group === policy.bidder?.recovery?.name;
  const released = {
    stage: isRecovery && form.json("stage") === "" ? "" : form.name("stage"),
    group,
    holder: id,
    index: form.number("index"),
    value: form.octets("share", 32),
    blind: form.octets("blind", 32),
  };
  return { released, at: form.moment("at") };
}

/** Whether a statement is, by its form, a holder's word that a share does not open. */
export function saysUnopened({ statement }: SignedStatement): boolean {
  const said = parseCanonical(statement);
  return said !== null && typeof said === "object" && !Array.isArray(said) && said.type === UNOPENED_TYPE;
}

/** Read which holder says that its share of this envelope does not open; null when it did not sign that. */
export async function readUnopened(policy: Policy, envelope: Envelope, signed: SignedStatement): Promise<string | null> {
  return wordOf(policy, envelope, signed, UNOPENED_TYPE);
}

async function wordOf(policy: Policy, envelope: Envelope, signed: SignedStatement, type: string): Promise<string | null> {
  const form = Form.parse(signed.statement, type, "policy", "envelope", "holder", "at");
  const id = form.name("holder");
  form.moment("at");
  const holder = groupsOf(policy).flatMap((group) => group.holders).find((each) => each.id === id);
  const isOurs = equal(form.octets("policy", 32), policy.hash) && equal(form.octets("envelope", 32), await envelopeHash(envelope));
  return holder && isOurs && (await isStatedBy(signed, holder.signs)) ? id : null;
}

/** Read which holder signed that its shares of this envelope open; null when it did not. */
export async function readAcknowledgement(policy: Policy, envelope: Envelope, signed: SignedStatement): Promise<string | null> {
  return wordOf(policy, envelope, signed, ACKNOWLEDGED_TYPE);
}

/** The holders that say that a share does not open and acknowledged that it does; what is not rightly signed is nobody's word. */
export async function contradicted(
  policy: Policy,
  envelope: Envelope,
  acknowledgements: readonly SignedStatement[],
  words: readonly SignedStatement[],
): Promise<ReadonlySet<string>> {
  const heard = async (said: readonly SignedStatement[], type: string): Promise<string[]> => {
    const found = await Promise.all(said.map((signed) => wordOf(policy, envelope, signed, type).catch(() => null)));
    return found.flatMap((holder) => (holder === null ? [] : [holder]));
  };
  const once = new Set(await heard(acknowledgements, ACKNOWLEDGED_TYPE));
  return new Set((await heard(words, UNOPENED_TYPE)).filter((holder) => once.has(holder)));
}

/** Sign that the share of an envelope that was wrapped for a holder does not open. */
export async function signUnopened(policy: Policy, envelope: Envelope, holder: string, signs: Uint8Array, at: Date): Promise<SignedStatement> {
  const said = { type: UNOPENED_TYPE, policy: hex(policy.hash), envelope: hex(await envelopeHash(envelope)), holder, at: spellMoment(at) };
  return signStatement(policy.suite, signs, canonical(said));
}

function holderIn(policy: Policy, group: string, id: string): Holder | undefined {
  return groupsOf(policy).find((each) => each.name === group)?.holders.find((each) => each.id === id);
}

function groupsOf(policy: Policy): Group[] {
  return [...policy.groups, ...(policy.bidder?.recovery ? [policy.bidder.recovery] : [])];
}

/** Open the share that was wrapped for a holder; anything but the share committed to is the bidder's fault. */
export async function openShare(policy: Policy, { core }: Envelope, stage: string, holder: string, opens: Uint8Array): Promise<Released> {
  const group = policy.groups.find((each) => each.holders.some(({ id }) => id === holder));
  const at = group?.holders.findIndex(({ id }) => id === holder) ?? -1;
  const wrapped = core.shares.find((each) => each.stage === stage && each.group === group?.name)?.holders[at];
  if (!group || wrapped?.to !== holder) throw new Error(`这份投标没有封给 ${holder}`);
  const context = ofShare(scheduleOf(core), stage, group.name, at + 1);
  return { stage, group: group.name, holder, ...(await opened(core, wrapped, at + 1, opens, context)) };
}

/** Open the share of the bidder's secret that was wrapped for a holder of the recovery group; it has no stage. */
export async function openRecoveryShare(policy: Policy, { core }: Envelope, holder: string, opens: Uint8Array): Promise<Released> {
  const group = policy.bidder?.recovery;
  const at = group?.holders.findIndex(({ id }) => id === holder) ?? -1;
  const wrapped = core.bidder?.recovery[at];
  if (!group || wrapped?.to !== holder) throw new Error(`这份投标没有封给 ${holder}`);
  const context = ofRecoveryShare(scheduleOf(core), at + 1);
  return { stage: "", group: group.name, holder, ...(await opened(core, wrapped, at + 1, opens, context)) };
}

async function opened(core: Core, wrapped: WrappedShare, index: number, opens: Uint8Array, context: Bytes) {
  const schedule = scheduleOf(core);
  const opened = await core.suite.unwrap(opens, wrapped.wrap, context);
  if (opened?.length !== 2 * SECRET_SIZE) throw new Fault("bidder", "封给本单位的份额打不开");
  const [value, blind] = [opened.slice(0, SECRET_SIZE), opened.slice(SECRET_SIZE)];
  if (!equal(await schedule.shareCommitment(index, value, blind), wrapped.commit)) {
    throw new Fault("bidder", "封给本单位的份额不是承诺的那个");
  }
  return { index, value, blind };
}

/** Sign that a share is released. */
export async function signRelease(policy: Policy, envelope: Envelope, released: Released, signs: Uint8Array, at: Date): Promise<SignedStatement> {
  const statement = canonical({
    type: TYPE,
    policy: hex(policy.hash),
    envelope: hex(await envelopeHash(envelope)),
    stage: released.stage,
    group: released.group,
    holder: released.holder,
    index: released.index,
    share: hex(released.value),
    blind: hex(released.blind),
    at: spellMoment(at),
  });
  return signStatement(policy.suite, signs, statement);
}
