// The key schedule lucai-bid/1 (docs/reference/sealed-bid.md): every key of an envelope from its secrets.
import { concat, u64, utf8, type Bytes } from "./bytes";
import { NONCE_SIZE } from "./ciphers";
import { expand, hmac } from "./hashes";
import { shareOf } from "./shamir";
import type { Suite } from "./suites";

export const SECRET_SIZE = 32;
export const SALT_SIZE = 24;
const DIGEST_SIZE = 32;
const NONE: Bytes = new Uint8Array(0);

/** A key with its first nonce. */
export interface CipherKey {
  readonly key: Bytes;
  readonly nonce: Bytes;
}

/** A key with the value that commits to it, as only its deriver can check. */
export interface SealingKey extends CipherKey {
  readonly commitment: Bytes;
}

/** What one holder gets, and what the core says of it. */
export interface HeldShare {
  readonly index: number;
  readonly value: Bytes;
  readonly blind: Bytes;
  readonly commitment: Bytes;
}

/** All keys of one envelope hang on its suite, its policy and its salt. */
export class Schedule {
  private readonly context: Bytes;

  constructor(
    readonly suite: Suite,
    policyHash: Uint8Array,
    readonly salt: Bytes,
  ) {
    if (policyHash.length !== DIGEST_SIZE || salt.length !== SALT_SIZE) {
      throw new RangeError("a policy's hash is 32 bytes and a salt is 24");
    }
    this.context = concat(utf8("lucai-bid/1\0"), utf8(`${suite.name}\0`), policyHash, salt);
  }

  /** What every derivation and every wrap is bound to: the context, a purpose, a place. */
  label(purpose: string, place: Uint8Array = NONE): Bytes {
    return concat(this.context, utf8(`${purpose}\0`), place);
  }

  /** The header's key, from the joined secrets of the opening stage's groups. */
  async header(stageSecret: Uint8Array): Promise<SealingKey> {
    return this.sealingKey(stageSecret, this.label("header"));
  }

  /** The content key of a stage, from the bidder's secret (empty without a bidder group) and the stage's. */
  async content(bidderSecret: Uint8Array, stageSecret: Uint8Array): Promise<Bytes> {
    return this.mac(await this.suite.hash(this.context), concat(bidderSecret, stageSecret));
  }

  async part(contentKey: Uint8Array, number: number): Promise<SealingKey> {
    return this.sealingKey(contentKey, this.label("part", u64(number)));
  }

  bidderCommitment(secret: Uint8Array): Promise<Bytes> {
    return this.suite.hash(concat(utf8("lucai-bid/1 A\0"), secret));
  }

  /** Share a group's secret among its holders; everything follows from the secret alone. */
  async share(secret: Uint8Array, threshold: number, holders: number): Promise<HeldShare[]> {
    if (threshold < 1 || threshold > holders) throw new RangeError("a threshold lies between 1 and the holders");
    const coefficients = await Promise.all(
      range(1, threshold - 1).map((j) => this.mac(secret, this.label("shamir", u64(j)))),
    );
    return Promise.all(range(1, holders).map((index) => this.heldShare(secret, coefficients, index)));
  }

  /** What a core says of the share that a holder shows. */
  shareCommitment(index: number, value: Uint8Array, blind: Uint8Array): Promise<Bytes> {
    return this.suite.hash(concat(utf8("lucai-bid/1 share\0"), u64(index), value, blind));
  }

  /** What a core says of a key that may be published, of a part by its number or of the header by 0. */
  keyHash(number: number, published: Uint8Array): Promise<Bytes> {
    return this.suite.hash(concat(utf8("lucai-bid/1 key\0"), u64(number), published));
  }

  /** What a core says of a part: how many chunks, and the digest of each. */
  partRoot(chunkDigests: readonly Uint8Array[]): Promise<Bytes> {
    return this.suite.hash(concat(utf8("lucai-bid/1 part\0"), u64(chunkDigests.length), ...chunkDigests));
  }

  private async heldShare(secret: Uint8Array, coefficients: Bytes[], index: number): Promise<HeldShare> {
    const value = shareOf(secret, coefficients, index);
    const blind = await this.mac(secret, this.label("blind", u64(index)));
    return { index, value, blind, commitment: await this.shareCommitment(index, value, blind) };
  }

  private async sealingKey(secret: Uint8Array, label: Bytes): Promise<SealingKey> {
    const { hash, keySize } = this.suite;
    const stretched = await expand(hash, secret, label, keySize + NONCE_SIZE + DIGEST_SIZE);
    return {
      key: stretched.slice(0, keySize),
      nonce: stretched.slice(keySize, keySize + NONCE_SIZE),
      commitment: stretched.slice(keySize + NONCE_SIZE),
    };
  }

  private mac(key: Uint8Array, message: Uint8Array): Promise<Bytes> {
    return hmac(this.suite.hash, key, message);
  }

}

/** What is published to let outsiders open this one thing: key ‖ nonce. */
export function published({ key, nonce }: CipherKey): Bytes {
  return concat(key, nonce);
}

/** Read a published key; it carries no commitment of its own. */
export function parsePublished(suite: Suite, bytes: Uint8Array): CipherKey {
  if (bytes.length !== suite.keySize + NONCE_SIZE) throw new RangeError("a published key is key and nonce");
  return { key: bytes.slice(0, suite.keySize) as Bytes, nonce: bytes.slice(suite.keySize) as Bytes };
}

/** The nonce of a chunk: its number folded into the end of the part's base nonce. */
export function chunkNonce(base: Uint8Array, number: number): Bytes {
  const nonce = new Uint8Array(base);
  u64(number).forEach((byte, i) => (nonce[NONCE_SIZE - 8 + i]! ^= byte));
  return nonce;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
