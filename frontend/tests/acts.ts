// What the tests may ask of the core; bytes travel as hexadecimal.
import { concat, fromHex, fromUtf8, hex, utf8, type Bytes } from "../src/seal/bytes";
import { canonical, parseCanonical, type Json } from "../src/seal/canonical";
import { expand, hashes, hmac, type HashName } from "../src/seal/hashes";
import { isConsistent, isIncluded, leafHash, rootOf } from "../src/log/merkle";
import { openCheckpoint, parseNote, parseNoteKey } from "../src/log/note";
import { leadsFrom, parseProof } from "../src/log/proof";
import { WitnessPolicy } from "../src/log/witness_policy";
import { chunkCount, openChunk, sealPart } from "../src/seal/parts";
import { published, Schedule, type SealingKey } from "../src/seal/schedule";
import { headerKey, isBidderSecret, misfit, openHeader, openPart, openStage, parseEnvelope, partKey, recoverBidderSecret, Fault } from "../src/seal/opening";
import { SealingWorker } from "../src/seal/client";
import { BidFile } from "../src/seal/bid_file";
import { makeClaim } from "../src/seal/claim";
import { checkOwnReceipt } from "../src/seal/own_receipt";
import { checkReceipt, parseReceipt, type Fingerprint } from "../src/seal/receipt";
import * as contexts from "../src/seal/contexts";
import { contradicted, readRelease, saysUnopened } from "../src/seal/release";
import { parseSigned, spellSigned } from "../src/seal/statement";
import { readZip } from "../src/seal/zip";
import { parsePolicy } from "../src/seal/policy";
import { secretByKey } from "../src/seal/own_secret";
import { readCode, unwrapUnderCode } from "../src/seal/recovery_code";
import { submitBid } from "../src/seal/submission";
import { judgePackage, priceOf } from "../src/verify/bid_claims";
import { judgeDraw } from "../src/verify/draw";
import { Package, parseTrust } from "../src/verify/package";
import { sealBid, type Bid } from "../src/seal/sealing";
import { scheduleOf as scheduleOfCore } from "../src/seal/core";
import { combine, shareOf } from "../src/seal/shamir";
import { Sm4Gcm } from "../src/seal/sm4gcm";
import { sm2Decrypt, sm2Encrypt, sm2Sign, sm2Verify } from "../src/seal/sm2";
import { suites, type SuiteName } from "../src/seal/suites";

interface Setting {
  suite: SuiteName;
  policyHash: string;
  salt: string;
}

const scheduleOf = (given: Setting): Schedule =>
  new Schedule(suites[given.suite], fromHex(given.policyHash), fromHex(given.salt));

const spelt = ({ key, nonce, commitment }: SealingKey) => ({
  key: hex(key),
  nonce: hex(nonce),
  commitment: hex(commitment),
});

/** `size` bytes of one value, or the bytes given. */
const content = (given: { bytes?: string; byte?: number; size?: number }): Bytes =>
  given.bytes === undefined ? new Uint8Array(given.size!).fill(given.byte!) : fromHex(given.bytes);

interface SealGiven {
  policy: string;
  lot: string;
  bidders: { name: string; code: string }[];
  parts: { part: string; file: string; media: string; bytes?: string; byte?: number; size?: number }[];
  ownKeys?: { to: string; key: string }[];
  withCode?: boolean;
  signer: { suite: SuiteName; algorithm: string; certificate: string; privateKey: string };
}

interface OpenGiven {
  policy: string;
  core: string;
  sealed: string;
  blobs: string[];
  released: { stage: string; group: string; holder: string; index: number; value: string; blind: string }[];
  bidder?: string;
}

function bidOf(given: SealGiven): Bid {
  return {
    lot: given.lot,
    bidders: given.bidders,
    declarations: { 示例: "声明" },
    parts: given.parts.map((each) => ({ ...each, content: new Blob([content(each)]) })),
    ownKeys: (given.ownKeys ?? []).map(({ to, key }) => ({ to, key: fromHex(key) })),
    withCode: given.withCode ?? false,
    previous: null,
  };
}

/** Open everything; a fault is an answer too. */
async function openAll(given: OpenGiven) {
  const policy = await parsePolicy(fromHex(given.policy));
  const envelope = parseEnvelope(fromHex(given.core), fromHex(given.sealed));
  const reason = misfit(policy, envelope);
  if (reason) return { misfit: reason };
  const released = given.released.map((each) => ({ ...each, value: fromHex(each.value), blind: fromHex(each.blind) }));
  const secrets = new Map<string, Bytes>();
  for (const stage of policy.stages) secrets.set(stage, (await openStage(policy, envelope, stage, released)).secret);
  const header = await openHeader(policy, envelope, await headerKey(envelope.core, secrets.get(policy.stages[0]!)!));
  const recovery = released.filter((each) => each.group === "recovery");
  const bidder = recovery.length ? await recoverBidderSecret(policy, envelope, recovery) : fromHex(given.bidder ?? "");
  if (!(await isBidderSecret(envelope.core, bidder))) throw new Error("not the bidder's secret");
  const contents: string[] = [];
  for (const [at, entry] of envelope.core.parts.entries()) {
    const key = await partKey(envelope.core, entry, bidder, secrets.get(entry.stage)!);
    let content = "";
    for await (const piece of openPart(envelope.core, entry, header.inner.parts[at]!, key, new Blob([fromHex(given.blobs[at]!)]))) {
      content += hex(piece);
    }
    contents.push(content);
  }
  return { contents, bidders: header.inner.bidders, lot: header.inner.lot, declarations: header.inner.declarations };
}

interface Vector {
  policy: string;
  core: string;
  sealed: string;
  parts: Record<string, string>;
  receipted: Fingerprint;
  releases: string[];
  acknowledgements: string[];
  bidderSecret: string;
}

/** Open a vector as an opening does: the receipt first, then the releases, then all the rest. */
async function openVector(given: Vector) {
  const policy = await parsePolicy(utf8(given.policy));
  const [core, sealed] = [utf8(given.core), fromHex(given.sealed)];
  const whole = concat(core, sealed);
  const seen = { sha256: hex(await hashes.sha256(whole)), sm3: hex(await hashes.sm3(whole)), size: whole.length };
  const { sha256, sm3, size } = given.receipted;
  if (seen.sha256 !== sha256 || seen.sm3 !== sm3 || seen.size !== size) throw new Fault("platform", "not what was receipted");
  const envelope = parseEnvelope(core, sealed);
  const reason = misfit(policy, envelope);
  if (reason) throw new Error(reason);
  const [said, acknowledged] = [given.releases, given.acknowledgements].map((each) => each.map((signed) => parseSigned(utf8(signed))));
  const denying = await contradicted(policy, envelope, acknowledged!, said!.filter(saysUnopened));
  const releases = await Promise.all(said!.filter((signed) => !saysUnopened(signed)).map((signed) => readRelease(policy, envelope, signed)));
  const released = releases.flatMap((each) => (each ? [each.released] : []));
  const stages: Record<string, Bytes> = {};
  for (const stage of policy.stages) stages[stage] = (await openStage(policy, envelope, stage, released, denying)).secret;
  const top = await headerKey(envelope.core, stages[policy.stages[0]!]!);
  const header = await openHeader(policy, envelope, top);
  const [partKeys, contents]: Record<string, string>[] = [{}, {}];
  for (const [at, entry] of envelope.core.parts.entries()) {
    const key = await partKey(envelope.core, entry, fromHex(given.bidderSecret), stages[entry.stage]!);
    partKeys![entry.number] = hex(published(key));
    const blob = new Blob([fromHex(given.parts[entry.number] ?? "")]);
    contents![entry.number] = "";
    for await (const piece of openPart(envelope.core, entry, header.inner.parts[at]!, key, blob)) contents![entry.number] += hex(piece);
  }
  const stageSecrets = Object.fromEntries(Object.entries(stages).map(([stage, secret]) => [stage, hex(secret)]));
  return { headerKey: hex(published(top)), partKeys, contents, stageSecrets };
}

/** What happened, with a fault as an answer too. */
async function judged(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Fault) return { culprit: error.culprit, holders: error.holders };
    return { culprit: "refused", holders: [], why: String(error) };
  }
}

const orNull = (bytes: Bytes | null): string | null => bytes && hex(bytes);

const blobs: Record<number, Blob> = {};

export const acts = {
  digest: async (given: { hash: HashName; bytes?: string; byte?: number; size?: number }) =>
    hex(await hashes[given.hash](content(given))),
  hmac: async (given: { hash: HashName; key: string; bytes: string }) =>
    hex(await hmac(hashes[given.hash], fromHex(given.key), fromHex(given.bytes))),
  expand: async (given: { hash: HashName; key: string; label: string; size: number }) =>
    hex(await expand(hashes[given.hash], fromHex(given.key), fromHex(given.label), given.size)),

  sm4Seal: async (given: { key: string; nonce: string; text: string; header?: string }) => {
    const cipher = await Sm4Gcm.with(fromHex(given.key));
    return hex(cipher.seal(fromHex(given.nonce), fromHex(given.text), fromHex(given.header ?? "")));
  },
  sm4Open: async (given: { key: string; nonce: string; sealed: string; header?: string }) => {
    const cipher = await Sm4Gcm.with(fromHex(given.key));
    return orNull(cipher.open(fromHex(given.nonce), fromHex(given.sealed), fromHex(given.header ?? "")));
  },
  seal: async (given: { suite: SuiteName; key: string; nonce: string; text: string }) => {
    const cipher = await suites[given.suite].cipher(fromHex(given.key));
    return hex(await cipher.seal(fromHex(given.nonce), fromHex(given.text)));
  },
  open: async (given: { suite: SuiteName; key: string; nonce: string; sealed: string }) => {
    const cipher = await suites[given.suite].cipher(fromHex(given.key));
    return orNull(await cipher.open(fromHex(given.nonce), fromHex(given.sealed)));
  },

  sm2Sign: async (given: { privateKey: string; message: string; id?: string }) =>
    hex(sm2Sign(fromHex(given.privateKey), fromHex(given.message), given.id)),
  sm2Verify: async (given: { publicKey: string; message: string; signature: string; id?: string }) =>
    sm2Verify(fromHex(given.publicKey), fromHex(given.message), fromHex(given.signature), given.id),
  sm2Encrypt: async (given: { publicKey: string; text: string }) =>
    hex(sm2Encrypt(fromHex(given.publicKey), fromHex(given.text))),
  sm2Decrypt: async (given: { privateKey: string; sealed: string }) =>
    orNull(sm2Decrypt(fromHex(given.privateKey), fromHex(given.sealed))),
  sign: async (given: { suite: SuiteName; privateKey: string; message: string }) =>
    hex(suites[given.suite].sign(fromHex(given.privateKey), fromHex(given.message))),
  verify: async (given: { suite: SuiteName; publicKey: string; message: string; signature: string }) =>
    suites[given.suite].verify(fromHex(given.publicKey), fromHex(given.message), fromHex(given.signature)),
  keys: async (given: { suite: SuiteName }) => {
    const [opening, signing] = [await suites[given.suite].openingKeys(), suites[given.suite].signingKeys()];
    return {
      opening: { privateKey: hex(opening.privateKey), publicKey: hex(opening.publicKey) },
      signing: { privateKey: hex(signing.privateKey), publicKey: hex(signing.publicKey) },
    };
  },
  wrap: async (given: { suite: SuiteName; publicKey: string; secret: string; context: string }) =>
    hex(await suites[given.suite].wrap(fromHex(given.publicKey), fromHex(given.secret), fromHex(given.context))),
  unwrap: async (given: { suite: SuiteName; privateKey: string; wrapped: string; context: string }) =>
    orNull(await suites[given.suite].unwrap(fromHex(given.privateKey), fromHex(given.wrapped), fromHex(given.context))),

  header: async (given: Setting & { secret: string }) =>
    spelt(await scheduleOf(given).header(fromHex(given.secret))),
  contentKey: async (given: Setting & { bidder: string; secret: string }) =>
    hex(await scheduleOf(given).content(fromHex(given.bidder), fromHex(given.secret))),
  partKey: async (given: Setting & { contentKey: string; number: number }) =>
    spelt(await scheduleOf(given).part(fromHex(given.contentKey), given.number)),
  bidderCommitment: async (given: Setting & { bidder: string }) =>
    hex(await scheduleOf(given).bidderCommitment(fromHex(given.bidder))),
  keyHash: async (given: Setting & { number: number; published: string }) =>
    hex(await scheduleOf(given).keyHash(given.number, fromHex(given.published))),
  partRoot: async (given: Setting & { hashes: string[] }) => hex(await scheduleOf(given).partRoot(given.hashes.map(fromHex))),
  label: async (given: Setting) => hex(scheduleOf(given).label("").slice(0, -1)),
  wrapContexts: async (given: Setting & { stage: string; group: string; index: number; to: string }) => {
    const schedule = scheduleOf(given);
    return {
      share: hex(contexts.ofShare(schedule, given.stage, given.group, given.index)),
      recovery: hex(contexts.ofRecoveryShare(schedule, given.index)),
      bidder: hex(contexts.ofBidderSecret(schedule, given.to)),
      claim: hex(contexts.ofClaimKey(schedule, given.to)),
    };
  },
  shareOf: async (given: { secret: string; coefficients: string[]; index: number }) =>
    hex(shareOf(fromHex(given.secret), given.coefficients.map(fromHex), given.index)),
  share: async (given: Setting & { secret: string; threshold: number; holders: number }) => {
    const shares = await scheduleOf(given).share(fromHex(given.secret), given.threshold, given.holders);
    return shares.map(({ index, value, blind, commitment }) => ({
      index, value: hex(value), blind: hex(blind), commitment: hex(commitment),
    }));
  },
  combine: async (given: { shares: { index: number; value: string }[] }) =>
    hex(combine(given.shares.map(({ index, value }) => ({ index, value: fromHex(value) })))),
  sealPart: async (given: Setting & { contentKey: string; number: number; bytes?: string; byte?: number; size?: number }) => {
    const schedule = scheduleOf(given);
    const sealing = await schedule.part(fromHex(given.contentKey), given.number);
    let whole = true;
    const cipher = await schedule.suite.cipher(sealing.key);
    const sink = async (chunk: number, sealed: Bytes): Promise<void> => {
      whole &&= (await openChunk(cipher, sealing, chunk, sealed)) !== null;
    };
    const part = await sealPart(schedule, sealing, new Blob([content(given)]), { sink });
    return { ...part, root: hex(part.root), opens: whole, expected: chunkCount(part.size) };
  },

  sealBid: async (given: SealGiven) => {
    const policy = await parsePolicy(fromHex(given.policy));
    const blobs: Bytes[][] = given.parts.map(() => []);
    const { suite, algorithm, certificate, privateKey } = given.signer;
    const progress: number[] = [];
    const made = await sealBid(
      policy,
      bidOf(given),
      {
        write: (part, chunk, sealed) => void (blobs[part - 1]![chunk] = sealed),
        sign: async (message) => [
          { algorithm, certificates: [fromHex(certificate)], value: suites[suite].sign(fromHex(privateKey), message) },
        ],
        progress: (done, total) => progress.push(done / total),
      },
    );
    const { core, sealed, hash, fingerprint, claimSecret, recoveryCode } = made;
    return {
      core: hex(core), sealed: hex(sealed), hash: hex(hash), fingerprint, claimSecret: hex(claimSecret), recoveryCode,
      blobs: blobs.map((chunks) => chunks.map(hex).join("")), progress: progress.at(-1),
    };
  },
  openBid: async (given: OpenGiven) => {
    try {
      return await openAll(given);
    } catch (error) {
      if (error instanceof Fault) return { culprit: error.culprit, holders: error.holders };
      throw error;
    }
  },
  judgePackage: async (given: { archive: string; trust?: string; receipts?: readonly string[] }) => {
    const pack = await Package.open(new Blob([fromHex(given.archive)]));
    const trust = parseTrust(given.trust === undefined ? (await pack.ownTrust())! : fromHex(given.trust));
    return judgePackage(pack, trust, (given.receipts ?? []).map(fromHex));
  },
  priceOf: (given: { offer: string }) => priceOf(utf8(given.offer)),
  judgeDraw: (given: { record: unknown }) => judgeDraw(given.record),
  openVector: (given: Vector) => judged(openVector(given)),
  openShare: async (given: { policy: string; core: string; stage: string; group: string; index: number; privateKey: string }) => {
    const { core } = parseEnvelope(utf8(given.core), new Uint8Array(0));
    const schedule = scheduleOfCore(core);
    const shared = core.shares.find((each) => each.stage === given.stage && each.group === given.group)!;
    const context = contexts.ofShare(schedule, given.stage, given.group, given.index);
    return orNull(await core.suite.unwrap(fromHex(given.privateKey), shared.holders[given.index - 1]!.wrap, context));
  },
  bidderSecretByCode: async (given: { core: string; typed: string }) => {
    const { core } = parseEnvelope(fromHex(given.core), new Uint8Array(0));
    return orNull(await unwrapUnderCode(scheduleOfCore(core), await readCode(given.typed), core.bidder!.code!));
  },

  /** The page's whole way: a worker seals, uploads as it goes, and asks the page to sign. */
  bidderSecretByKey: async (given: { suite: SuiteName; core: string; privateKey: string }) =>
    hex(await secretByKey(parseEnvelope(fromHex(given.core), new Uint8Array(0)).core, (wrapped, context) =>
      suites[given.suite].unwrap(fromHex(given.privateKey), wrapped, context))),
  sealInWorker: async (given: SealGiven & { worker: string; base: string }) => {
    const worker = new SealingWorker(new Worker(given.worker));
    const { suite, algorithm, certificate, privateKey } = given.signer;
    const heard: number[] = [];
    const order = { policy: fromHex(given.policy), trust: null, bid: bidOf(given), upload: { base: given.base, headers: { "X-CSRFToken": "token" } } };
    const made = await worker.seal(order, {
      progress: ({ done, total }) => heard.push(done / total),
      answer: async (message) => [
        { algorithm, certificates: [fromHex(certificate)], value: suites[suite].sign(fromHex(privateKey), message) },
      ],
    }).finally(() => worker.close());
    return { core: hex(made.core), sealed: hex(made.sealed), file: made.file, heard };
  },
  submitBid: async (given: SealGiven & { worker: string; base: string; platformKeys: string[]; witnessPolicy: string }) => {
    const worker = new SealingWorker(new Worker(given.worker));
    const { suite, algorithm, certificate, privateKey } = given.signer;
    const submission = {
      policy: fromHex(given.policy),
      bid: bidOf(given),
      upload: { base: given.base, headers: { "X-CSRFToken": "token" } },
      trust: { platformKeys: given.platformKeys.map(fromHex), witnessPolicy: given.witnessPolicy },
    };
    const submitted = await submitBid(worker, submission, {
      progress: () => undefined,
      answer: async (message) => [
        { algorithm, certificates: [fromHex(certificate)], value: suites[suite].sign(fromHex(privateKey), message) },
      ],
    }).finally(() => worker.close());
    return { receipted: submitted.receipted, fingerprint: submitted.sealed.fingerprint };
  },
  checkReceipt: async (given: { receipt: string; envelope: Fingerprint; platformKeys: string[]; witnessPolicy: string }) =>
    checkReceipt(parseReceipt(fromHex(given.receipt)), given.envelope, {
      platformKeys: given.platformKeys.map(fromHex), witnessPolicy: given.witnessPolicy,
    }),
  checkOwnReceipt: async (given: { receipt: string; core: string; sealed: string; policy: string; platformKeys: string[]; witnessPolicy: string }) =>
    checkOwnReceipt(parseReceipt(fromHex(given.receipt)), { core: fromHex(given.core), sealed: fromHex(given.sealed) },
      await parsePolicy(fromHex(given.policy)), { platformKeys: given.platformKeys.map(fromHex), witnessPolicy: given.witnessPolicy }),
  makeClaim: async (given: { core: string; sealed: string; claimSecret: string; at: number }) => {
    const envelope = parseEnvelope(fromHex(given.core), fromHex(given.sealed));
    return hex(spellSigned(await makeClaim(envelope, fromHex(given.claimSecret), new Date(given.at))));
  },
  bidFile: async (given: { core: string; sealed: string; blobs: string[] }) => {
    const file = new BidFile();
    given.blobs.forEach((blob, at) => file.write(at + 1, 0, fromHex(blob)));
    const made = await file.finish(fromHex(given.core), fromHex(given.sealed));
    return hex(new Uint8Array(await made.arrayBuffer()));
  },
  readZip: async (given: { archive: string }) => {
    const entries = await readZip(new Blob([fromHex(given.archive)]));
    const pairs = [...entries.values()].map(async (entry) => [entry.name, hex(await entry.read())] as const);
    return Object.fromEntries(await Promise.all(pairs));
  },

  /** Seal so many bytes from a Blob; what is measured is the caller's clock. */
  sealMany: async (given: { suite: SuiteName; size: number }) => {
    const suite = suites[given.suite];
    const schedule = new Schedule(suite, new Uint8Array(32), new Uint8Array(24));
    const blob = (blobs[given.size] ??= new Blob([new Uint8Array(given.size).fill(7)]));
    await sealPart(schedule, await schedule.part(new Uint8Array(32), 1), blob, { sink: () => undefined });
  },
  /** The bare cipher of the browser over as many bytes, in calls of 1 MiB. */
  encryptMany: async (given: { size: number }) => {
    const cipher = await suites.INTL1.cipher(new Uint8Array(32));
    const text = new Uint8Array(1 << 20);
    for (let at = 0; at < given.size; at += text.length) await cipher.seal(new Uint8Array(12), text);
  },

  canonical: async (given: { value: Json }) => fromUtf8(canonical(given.value)),
  parseCanonical: async (given: { bytes: string }) => parseCanonical(fromHex(given.bytes)),
  leafHash: async (given: { entry: string }) => hex(await leafHash(fromHex(given.entry))),
  rootOf: async (given: { leaves: string[] }) => hex(await rootOf(given.leaves.map(fromHex))),
  isIncluded: async (given: { leaf: string; index: number; size: number; proof: string[]; root: string }) =>
    isIncluded(fromHex(given.leaf), given.index, given.size, given.proof.map(fromHex), fromHex(given.root)),
  isConsistent: async (given: { oldSize: number; newSize: number; proof: string[]; oldRoot: string; newRoot: string }) =>
    isConsistent(given.oldSize, given.newSize, given.proof.map(fromHex), fromHex(given.oldRoot), fromHex(given.newRoot)),
  judge: async (given: { note: string; policy: string }) => {
    const { checkpoint, times, reachedAt, notBefore } = (await WitnessPolicy.parse(given.policy)).judge(parseNote(given.note));
    return { size: checkpoint.size, times: Object.fromEntries(times), reachedAt, notBefore };
  },
  leadsFrom: async (given: { proof: string; leaf: string }) => leadsFrom(fromHex(given.leaf), parseProof(given.proof)),
  openCheckpoint: async (given: { note: string; key: string; origin?: string }) => {
    const checkpoint = openCheckpoint(given.note, await parseNoteKey(given.key), given.origin);
    return { ...checkpoint, root: hex(checkpoint.root) };
  },
};
