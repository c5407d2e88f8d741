// Padding that hides how long a thing is: Padmé's sizes, and not less than 4 KiB.

const SMALLEST = 4096;

/** The size that a content of this size is padded to; by division, since sizes pass 32 bits. */
export function paddedSize(size: number): number {
  if (size <= SMALLEST) return SMALLEST;
  const exponent = bitLength(size) - 1;
  const step = 2 ** (exponent - bitLength(exponent));
  return Math.ceil(size / step) * step;
}

function bitLength(value: number): number {
  return value.toString(2).length;
}
