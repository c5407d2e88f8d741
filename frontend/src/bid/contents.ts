// The parts of an envelope from a draft: offer and response as the opening reads them, then the files.
import { canonical } from "../seal/canonical";
import type { PartSource } from "../seal/sealing";
import { say } from "../words";
import type { Draft } from "./draft";
import type { Tender } from "./tender";

const JSON_MEDIA = "application/json";

/** How the parts are called that are not files of the bidder's. */
export const OWN_PARTS: Readonly<Record<string, string>> = { offer: "报价", response: "投标函与响应" };

export function partsOf(draft: Draft, tender: Tender): PartSource[] {
  return [
    { part: "offer", file: "offer.json", media: JSON_MEDIA, content: new Blob([offerOf(draft, tender)]) },
    { part: "response", file: "response.json", media: JSON_MEDIA, content: new Blob([responseOf(draft, tender)]) },
    ...draft.files.map(({ part, name, media, content }) => ({ part, file: name, media, content })),
  ];
}

/** In words, for the one who signs and keeps. */
export function inWords(parts: readonly Pick<PartSource, "part" | "file">[]): string {
  return parts.map(({ part, file }) => say(OWN_PARTS[part] ?? "") || file).join("、");
}

function offerOf({ offer, items }: Draft, tender: Tender) {
  return canonical({
    price: offer.price ?? "",
    unit_confirmed: offer.unit_confirmed ?? "",
    items: tender.items.map(({ place }) => ({
      place,
      unit_price: items[place]?.unit_price ?? "",
      brand: items[place]?.brand ?? "",
      model: items[place]?.model ?? "",
    })),
  });
}

function responseOf({ terms, answers, claims = {}, bonds, members = [] }: Draft, tender: Tender) {
  return canonical({
    terms: { ...terms },
    answers: tender.demands.map(({ number }) => ({
      number,
      response: answers[number]?.response ?? "",
      deviation: answers[number]?.deviation ?? "",
      evidence: answers[number]?.evidence ?? "",
    })),
    claims: tender.asked.map(({ number }) => ({
      number,
      figure: claims[number]?.figure ?? "",
      evidence: claims[number]?.evidence ?? "",
    })),
    bonds: bonds.map((bond) => ({ ...bond })),
    members: members.map(({ uscc = "", share = "", work = "" }) => ({ uscc: uscc.toUpperCase(), share, work })),
  });
}
