// 客观分: the points that a published formula gives for a verified figure.
import { add, compare, divided, minus, NONE, ratio, times, type Ratio } from "./ratios";

interface Each {
  readonly kind: "each";
  readonly step: string;
  readonly points: string;
  readonly over: string;
}

interface Tiered {
  readonly kind: "reach" | "within";
  readonly tiers: readonly { readonly at: string; readonly points: string }[];
}

export type Formula = Each | Tiered;

/** Never more than the factor's weight; nothing where no figure was found. */
export function pointsOf(formula: Formula, most: Ratio, figure: string): Ratio {
  if (!figure) return NONE;
  const found = formula.kind === "each" ? byStep(formula, ratio(figure)) : byTier(formula, ratio(figure));
  return compare(found, most) > 0 ? most : found;
}

function byStep({ step, points, over }: Each, figure: Ratio): Ratio {
  const above = add(figure, minus(ratio(over)));
  if (compare(above, NONE) <= 0) return NONE;
  const [many, few] = divided(above, ratio(step));
  return times([many / few, 1n], ratio(points));
}

function byTier({ kind, tiers }: Tiered, figure: Ratio): Ratio {
  const reached = tiers.filter(({ at }) => (kind === "reach" ? compare(figure, ratio(at)) >= 0 : compare(figure, ratio(at)) <= 0));
  return reached.map(({ points }) => ratio(points)).reduce((best, each) => (compare(each, best) > 0 ? each : best), NONE);
}
