// Exact fractions of whole numbers.
export type Ratio = readonly [over: bigint, under: bigint];

export const NONE: Ratio = [0n, 1n];
export const ONE: Ratio = [1n, 1n];

export function ratio(text: string): Ratio {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`不是数字：${text}`);
  const decimals = match[3] ?? "";
  return [BigInt(match[1]! + match[2]! + decimals), 10n ** BigInt(decimals.length)];
}

export function add(one: Ratio, other: Ratio): Ratio {
  return [one[0] * other[1] + other[0] * one[1], one[1] * other[1]];
}

export function minus([over, under]: Ratio): Ratio {
  return [-over, under];
}

export function times(one: Ratio, other: Ratio): Ratio {
  return [one[0] * other[0], one[1] * other[1]];
}

export function divided(one: Ratio, other: Ratio): Ratio {
  return [one[0] * other[1], one[1] * other[0]];
}

export function compare(one: Ratio, other: Ratio): number {
  const [left, right] = [one[0] * other[1], other[0] * one[1]];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** For what is not below zero. */
export function halfUp([over, under]: Ratio, places: number): Ratio {
  const scale = 10n ** BigInt(places);
  return [(2n * over * scale + under) / (2n * under), scale];
}

export function text([over, under]: Ratio, places: number): string {
  const scaled = ((over * 10n ** BigInt(places)) / under).toString().padStart(places + 1, "0");
  return places ? `${scaled.slice(0, -places)}.${scaled.slice(-places)}` : scaled;
}
