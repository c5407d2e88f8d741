// The ranking of an evaluation from its exported inputs, computed anew: exact fractions, rounded where the law's data say.
import { hex, utf8 } from "../seal/bytes";
import { sha256 } from "../seal/hashes";
import { pointsOf, type Formula } from "./formulas";
import { add, compare, divided, halfUp, minus, NONE, ONE, ratio, text, times, type Ratio } from "./ratios";

export interface Inputs {
  readonly weight: string | null;
  readonly tieRule: string;
  readonly tieSeed: string;
  readonly criteria: readonly { readonly key: string; readonly name: string; readonly weight: string; readonly formula?: Formula }[];
  readonly offers: readonly Offer[];
  /** What the law of the day of the tender fixes: ratios, and to how many places is rounded. */
  readonly law: { readonly jointShare: string; readonly domesticShare: string; readonly domesticRate: string | null; readonly places: number };
}

interface Offer {
  readonly bidder: string;
  readonly name: string;
  readonly price: string;
  readonly micro: boolean;
  readonly smeRate: string | null;
  readonly consortiumShare: string | null;
  readonly domestic: boolean | null;
  readonly domesticCostShare: string | null;
  readonly brand?: string;
  readonly scores: Readonly<Record<string, readonly string[]>>;
  /** What the system scores objective factors by: stated, and verified by each member. */
  readonly figures?: Readonly<Record<string, { readonly stated: string; readonly found: readonly string[] }>>;
}

export interface Line {
  readonly bidder: string;
  readonly name: string;
  readonly evaluated: string;
  readonly priceScore: string;
  readonly total: string;
  /** Null: another bidder stands for the brand. */
  readonly rank: number | null;
}

export async function replay(inputs: Inputs): Promise<Line[]> {
  const drawn = new Map<string, string>();
  for (const { bidder } of inputs.offers) drawn.set(bidder, hex(await sha256(utf8(`${inputs.tieSeed}:${bidder}`))));
  return new Replay(inputs, drawn).lines();
}

class Replay {
  private readonly scored: boolean;
  private readonly places: number;
  private readonly offers: readonly Offer[];
  private readonly evaluated = new Map<string, Ratio>();
  private readonly scores = new Map<string, Ratio>();
  private readonly others = new Map<string, Ratio>();
  private readonly totals = new Map<string, Ratio>();

  constructor(
    private readonly inputs: Inputs,
    private readonly drawn: ReadonlyMap<string, string>,
  ) {
    this.scored = inputs.weight !== null;
    this.places = inputs.law.places;
    const dearer = this.scored ? new Set<string>() : this.passedOver((one) => ratio(one.price));
    this.offers = inputs.offers.filter(({ bidder }) => !dearer.has(bidder));
  }

  lines(): Line[] {
    this.judgePrices();
    if (this.scored) for (const offer of this.offers) this.judgeMarks(offer);
    const lower = this.scored ? this.passedOver((one) => minus(this.totals.get(one.bidder)!)) : new Set<string>();
    const candidates = [...this.offers].sort((one, other) => this.order(one, other)).filter(({ bidder }) => !lower.has(bidder));
    const ranks = new Map(candidates.map(({ bidder }, at) => [bidder, at + 1]));
    const found = this.inputs.offers.map((offer) => this.line(offer, ranks.get(offer.bidder) ?? null));
    return found.sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity));
  }

  private judgePrices(): void {
    const domestic = this.offers.filter((offer) => this.isDomestic(offer));
    const mixed = domestic.length < this.offers.length ? domestic : [];
    for (const offer of this.offers) {
      const cut = add(this.smallCut(offer), mixed.includes(offer) ? ratio(this.inputs.law.domesticRate ?? "0") : NONE);
      this.evaluated.set(offer.bidder, times(ratio(offer.price), add(ONE, minus(cut))));
    }
    if (!this.scored) return;
    const base = [...this.evaluated.values()].reduce((least, each) => (compare(each, least) < 0 ? each : least));
    for (const [bidder, price] of this.evaluated) {
      this.scores.set(bidder, halfUp(times(divided(base, price), ratio(this.inputs.weight!)), this.places));
    }
  }

  private judgeMarks(offer: Offer): void {
    const means = this.inputs.criteria.map(({ key, name, weight, formula }) => {
      const kept = (offer.scores[key] ?? []).map(ratio);
      const found = formula ? offer.figures?.[key]?.found : undefined;
      const given = found ? found.map((figure) => pointsOf(formula!, ratio(weight), figure)) : kept;
      if (offer.scores[key] && !same(kept, given)) {
        throw new Error(`${offer.name}的“${name}”的评分不是按算法从数据算出的`);
      }
      return halfUp(divided(given.reduce(add, NONE), [BigInt(given.length || 1), 1n]), this.places);
    });
    const others = means.reduce(add, NONE);
    this.others.set(offer.bidder, others);
    this.totals.set(offer.bidder, add(this.scores.get(offer.bidder)!, others));
  }

  private isDomestic({ domestic, domesticCostShare }: Offer): boolean {
    if (this.inputs.law.domesticRate === null) return false;
    return domesticCostShare === null ? domestic === true : compare(ratio(domesticCostShare), ratio(this.inputs.law.domesticShare)) >= 0;
  }

  private smallCut({ micro, smeRate, consortiumShare }: Offer): Ratio {
    const share = consortiumShare === null ? NONE : ratio(consortiumShare);
    const isJoint = compare(share, NONE) > 0 && compare(share, ONE) < 0;
    if (!smeRate || !(micro || compare(share, NONE) > 0)) return NONE;
    return isJoint && compare(share, ratio(this.inputs.law.jointShare)) < 0 ? NONE : ratio(smeRate);
  }

  /** The best by score and offer, or by the evaluated price; then the document's rule, then the draw. */
  private order(one: Offer, other: Offer): number {
    const first = this.scored
      ? compare(this.totals.get(other.bidder)!, this.totals.get(one.bidder)!) || compare(ratio(one.price), ratio(other.price))
      : compare(this.evaluated.get(one.bidder)!, this.evaluated.get(other.bidder)!);
    return first || this.tie(one, other);
  }

  private tie(one: Offer, other: Offer): number {
    const technical = this.inputs.tieRule === "technical" && this.scored;
    const better = technical ? compare(this.others.get(other.bidder)!, this.others.get(one.bidder)!) : 0;
    return better || (this.drawn.get(one.bidder)! < this.drawn.get(other.bidder)! ? -1 : 1);
  }

  /** Of bidders with one brand all but the first step back. */
  private passedOver(key: (offer: Offer) => Ratio): Set<string> {
    const out = new Set<string>();
    for (const brand of new Set(this.inputs.offers.map((offer) => offer.brand ?? ""))) {
      const bidders = brand ? this.inputs.offers.filter((offer) => offer.brand === brand) : [];
      const sorted = [...bidders].sort((one, other) => compare(key(one), key(other)) || this.tie(one, other));
      for (const { bidder } of sorted.slice(1)) out.add(bidder);
    }
    return out;
  }

  private line({ bidder, name }: Offer, rank: number | null): Line {
    const shown = (found: Ratio | undefined) => (found ? text(halfUp(found, this.places), this.places) : "");
    return {
      bidder, name, rank,
      evaluated: shown(this.evaluated.get(bidder)),
      priceScore: shown(this.scores.get(bidder)),
      total: shown(this.totals.get(bidder)),
    };
  }
}

function same(one: readonly Ratio[], other: readonly Ratio[]): boolean {
  return one.length === other.length && one.every((each, at) => compare(each, other[at]!) === 0);
}
