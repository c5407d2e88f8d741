// What the page was given: the tender's demands, the policy, whom to trust, where to hand in.
import { fromHex, utf8, type Bytes } from "../seal/bytes";
import type { PublishedPolicy } from "../seal/published_policy";
import type { Trust } from "../seal/receipt";

export interface Thing {
  readonly place: number;
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
}

export interface Demand {
  readonly number: string;
  readonly kind: string;
  readonly name: string;
  readonly substantive: boolean;
  readonly evidence: string;
}

/** A figure that an objective factor is scored by. */
export interface Asked {
  readonly number: string;
  readonly name: string;
}

export interface FileKind {
  readonly label: string;
  readonly media: string;
  readonly extensions: readonly string[];
  readonly magic: readonly string[];
}

/** As the server spells it; money in 分. */
export interface Tender {
  readonly policy: string;
  readonly policyInLog: PublishedPolicy;
  readonly trust: { readonly platformKeys: readonly string[]; readonly witnessPolicy: string };
  readonly drop: string;
  readonly pass: string;
  readonly project: string;
  readonly title: string;
  readonly lot: number;
  readonly lotName: string;
  readonly deadline: string;
  readonly ceiling: number;
  readonly lotAlive: boolean;
  readonly bond: number;
  readonly validityDays: number;
  readonly consortiumAllowed: boolean;
  readonly subcontractAllowed: boolean;
  readonly smeReserved: boolean;
  readonly bondKinds: readonly string[];
  readonly bidder: { readonly name: string; readonly code: string };
  readonly items: readonly Thing[];
  readonly demands: readonly Demand[];
  readonly asked: readonly Asked[];
  readonly smes: readonly string[];
  readonly parts: Readonly<Record<string, string>>;
  /** The parts that are judged without the bidders' names. */
  readonly blindParts: readonly string[];
  readonly largestFile: number;
  readonly kinds: readonly FileKind[];
  /** How long a text may be, by the field's name. */
  readonly longest: Readonly<Record<string, number>>;
}

export function readTender(page: ParentNode): Tender {
  return JSON.parse(page.querySelector("[data-seal] > script[type='application/json']")?.textContent ?? "") as Tender;
}

export function trustOf({ trust }: Pick<Tender, "trust">): Trust {
  return { platformKeys: trust.platformKeys.map(fromHex), witnessPolicy: trust.witnessPolicy };
}

export function policyBytes({ policy }: Pick<Tender, "policy">): Bytes {
  return utf8(policy);
}

/** Under which one organisation's work for one lot is kept on this machine. */
export function keyOf({ bidder, project, lot }: Pick<Tender, "bidder" | "project" | "lot">): string {
  return `${bidder.code}/${project}/${lot}`;
}
