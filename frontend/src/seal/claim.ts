// Withdrawing and replacing: messages signed with the envelope's own claim key.
import { equal, hex } from "./bytes";
import { canonical } from "./canonical";
import { envelopeHash, type Envelope } from "./opening";
import { signStatement, type SignedStatement } from "./statement";

export class ClaimRefused extends Error {
  override name = "ClaimRefused";
}

/** Withdraw an envelope, or replace it by a new one that names it as its previous. */
export async function makeClaim(
  envelope: Envelope,
  claimSecret: Uint8Array,
  at: Date,
  replacement: Envelope | null = null,
): Promise<SignedStatement> {
  const { suite, claim, policyHash } = envelope.core;
  if (!equal(suite.publicSigningKey(claimSecret), claim.key)) throw new ClaimRefused("这把撤回钥匙属于另一份投标");
  const old = await envelopeHash(envelope);
  if (replacement && !equal(replacement.core.previous ?? new Uint8Array(0), old)) {
    throw new ClaimRefused("新投标没有指明它替换哪一份");
  }
  const statement = canonical({
    type: "lucai-bid-claim/1",
    policy: hex(policyHash),
    old: hex(old),
    new: replacement && hex(await envelopeHash(replacement)),
    at: spellMoment(at),
    proof: null,
  });
  return signStatement(suite, claimSecret, statement);
}

/** A moment with six fractional digits, of which a browser knows three. */
export function spellMoment(at: Date): string {
  return at.toISOString().replace(/(\.\d{3})Z$/, "$1000Z");
}
