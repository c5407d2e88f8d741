// Lists of revoked certificates as far as P4 needs them (RFC 5280 §5; SM2 by GM/T 0015).
import { equal, hex } from "../seal/bytes";
import { DerRefused, expect, parseDer, partsOf, TAG, unsigned, type Element } from "../seal/der";
import { bitsOf, commonName, fitsAlgorithm, GENERALIZED_TIME, isSignedWith, momentOf, oid, UTC_TIME, type Certificate } from "../seal/x509";
import { Broken } from "./claims";

const SIGNS_LISTS = 6;
const EXTENSIONS = 0xa0;
const TIMES: readonly number[] = [UTC_TIME, GENERALIZED_TIME];

export interface RevocationList {
  readonly body: Uint8Array;
  readonly issuer: Uint8Array;
  readonly nextUpdate: number | null;
  /** Since when, by serial numbers in hexadecimal. */
  readonly revoked: ReadonlyMap<string, number>;
  /** Whether no extension must be understood: a part of a list, or changes to one, has such. */
  readonly isPlain: boolean;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

export function parseRevocationList(der: Uint8Array): RevocationList {
  const [body, algorithm, signature, ...more] = partsOf(parseDer(der));
  const [version, inner, issuer, thisUpdate, ...rest] = partsOf(body);
  if (more.length || unsigned(version, 1)[0] !== 1) throw new DerRefused("吊销列表须是第 2 版");
  if (!equal(expect(inner, TAG.sequence).whole, expect(algorithm, TAG.sequence).whole)) throw new DerRefused("吊销列表写了两种签名算法");
  momentOf(thisUpdate!);
  const next = rest.find(({ tag }) => TIMES.includes(tag));
  return {
    body: body!.whole,
    issuer: expect(issuer, TAG.sequence).whole,
    nextUpdate: next ? momentOf(next) : null,
    revoked: new Map(rest.filter(({ tag }) => tag === TAG.sequence).flatMap((listed) => partsOf(listed)).map(entryOf)),
    isPlain: !rest.some((each) => each.tag === EXTENSIONS && partsOf(parseDer(each.content)).some(isCritical)),
    algorithm: oid(partsOf(algorithm)[0]),
    signature: bitsOf(signature!),
  };
}

/** See that no list says of a path's certificates that one was revoked then; whether a list spoke of each but the root. */
export async function checkRevocation(path: readonly Certificate[], lists: readonly RevocationList[], at: number): Promise<boolean> {
  let isSpokenOf = path.length > 1;
  for (const [place, issuer] of path.slice(1).entries()) {
    const certificate = path[place]!;
    let speaks = false;
    for (const list of lists) {
      if (!(await speaksOf(list, certificate, issuer, at))) continue;
      speaks = true;
      if ((list.revoked.get(certificate.serial) ?? Infinity) <= at) throw new Broken(`证书“${commonName(certificate)}”当时已被吊销`);
    }
    isSpokenOf &&= speaks;
  }
  return isSpokenOf;
}

export function revocationInWords(names: readonly string[], unseen: readonly string[]): string {
  if (!unseen.length) return "随附的吊销列表表明，证书当时都没有被吊销";
  const whose = unseen.length === names.length ? "" : `${unseen.join("、")} 的证书`;
  return `${whose}没有随附说明当时情况的吊销列表，是否被吊销须另查`;
}

async function speaksOf(list: RevocationList, certificate: Certificate, issuer: Certificate, at: number): Promise<boolean> {
  if (!equal(list.issuer, certificate.issuer) || !list.isPlain || (list.nextUpdate ?? -Infinity) < at) return false;
  if (issuer.usage && !issuer.usage.has(SIGNS_LISTS)) return false;
  return fitsAlgorithm(issuer.kind, list.algorithm) && isSignedWith(issuer, list.body, list.signature);
}

function entryOf(entry: Element): [string, number] {
  const [serial, since] = partsOf(entry);
  if (!since) throw new DerRefused("吊销列表中有不完整的一条");
  return [hex(expect(serial, TAG.integer).content), momentOf(since)];
}

function isCritical(extension: Element): boolean {
  const value = partsOf(extension)[1];
  return value?.tag === TAG.boolean && value.content[0] !== 0;
}
