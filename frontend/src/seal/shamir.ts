// Shamir's sharing of a secret, byte by byte over GF(2^8) with the polynomial 0x11b.
import type { Bytes } from "./bytes";

export interface Share {
  readonly index: number;
  readonly value: Uint8Array;
}

/** The share at `index`: the secret plus each coefficient times a power of the index. */
export function shareOf(secret: Uint8Array, coefficients: readonly Uint8Array[], index: number): Bytes {
  if (!Number.isInteger(index) || index < 1 || index > 255) throw new RangeError("a share's index is 1 to 255");
  // Horner's scheme, from the highest coefficient down.
  let value = new Uint8Array(secret.length);
  for (const coefficient of [secret, ...coefficients].reverse()) {
    value = value.map((byte, i) => multiply(byte, index) ^ coefficient[i]!);
  }
  return value;
}

/** The secret from exactly the threshold's number of right shares. */
export function combine(shares: readonly Share[]): Bytes {
  const indices = new Set(shares.map((share) => share.index));
  const first = shares[0];
  if (!first || indices.size !== shares.length) throw new RangeError("shares are needed, each index once");
  if (shares.some((share) => share.value.length !== first.value.length)) {
    throw new RangeError("shares of one secret have one length");
  }
  const secret = new Uint8Array(first.value.length);
  for (const share of shares) {
    const weight = weightAtZero(share.index, shares);
    share.value.forEach((byte, i) => (secret[i]! ^= multiply(byte, weight)));
  }
  return secret;
}

/** Lagrange's factor of one share at x = 0: the product of x_j / (x_j - x_i). */
function weightAtZero(index: number, shares: readonly Share[]): number {
  let weight = 1;
  for (const other of shares) {
    if (other.index !== index) weight = multiply(weight, multiply(other.index, inverse(other.index ^ index)));
  }
  return weight;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (0x11b & -(product >> 7));
    product ^= a & -((b >> bit) & 1);
  }
  return product;
}

function inverse(value: number): number {
  let power = value;
  for (let i = 0; i < 6; i++) power = multiply(multiply(power, power), value); // value^127
  return multiply(power, power); // value^254
}
