// The shares that holders released, each signed by its holder.
import { equal } from "./bytes";
import { Form } from "./forms";
import { envelopeHash, type Envelope, type Released } from "./opening";
import type { Holder, Policy } from "./policy";
import { isStatedBy, type SignedStatement } from "./statement";

export interface Release {
  readonly released: Released;
  readonly at: string;
}

/** Read a release for this envelope; null when its holder did not sign it, so that nobody released it. */
export async function readRelease(policy: Policy, envelope: Envelope, signed: SignedStatement): Promise<Release | null> {
  const form = Form.parse(signed.statement, "lucai-bid-release/1", "policy", "envelope", "stage", "group", "holder",
    "index", "share", "blind", "at");
  const [group, id] = [form.name("group"), form.name("holder")];
  const holder = holderIn(policy, group, id);
  const isOurs = equal(form.octets("policy", 32), policy.hash) && equal(form.octets("envelope", 32), await envelopeHash(envelope));
  if (!holder || !isOurs || !isStatedBy(signed, holder.signs)) return null;
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

function holderIn(policy: Policy, group: string, id: string): Holder | undefined {
  const groups = [...policy.groups, ...(policy.bidder?.recovery ? [policy.bidder.recovery] : [])];
  return groups.find((each) => each.name === group)?.holders.find((each) => each.id === id);
}
