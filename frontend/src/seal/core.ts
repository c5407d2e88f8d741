// The core of an envelope: everything about a sealed bid that may be seen before it opens.
import { hex, type Bytes } from "./bytes";
import { canonical, type Json } from "./canonical";
import { Form } from "./forms";
import { suiteOf } from "./policy";
import { SALT_SIZE, Schedule } from "./schedule";
import type { Suite } from "./suites";

const TYPE = "lucai-bid-core/1";
const DIGEST_SIZE = 32;

export interface Wrap {
  readonly to: string;
  readonly wrap: Bytes;
}

export interface WrappedShare extends Wrap {
  readonly commit: Bytes;
}

/** One group's secret for one stage, shared among the group's holders. */
export interface SharedSecret {
  readonly stage: string;
  readonly group: string;
  readonly threshold: number;
  readonly holders: readonly WrappedShare[];
}

export interface BidderSecret {
  readonly commit: Bytes;
  readonly wraps: readonly Wrap[];
  readonly code: Bytes | null;
  readonly recovery: readonly WrappedShare[];
}

export interface PartEntry {
  readonly number: number;
  readonly stage: string;
  readonly size: number;
  readonly chunks: number;
  readonly commit: Bytes;
  readonly key: Bytes;
  readonly root: Bytes;
}

/** What binds the sealed header's key: for who derives it, and for who is shown it. */
export interface HeaderEntry {
  readonly commit: Bytes;
  readonly key: Bytes;
}

export interface Core {
  readonly suite: Suite;
  readonly policyHash: Bytes;
  readonly salt: Bytes;
  readonly header: HeaderEntry;
  readonly shares: readonly SharedSecret[];
  readonly bidder: BidderSecret | null;
  readonly parts: readonly PartEntry[];
  readonly claim: { readonly key: Bytes; readonly wraps: readonly Wrap[] };
  readonly previous: Bytes | null;
}

export function spellCore(core: Core): Bytes {
  return canonical({
    type: TYPE,
    suite: core.suite.name,
    policy: hex(core.policyHash),
    salt: hex(core.salt),
    header: { commit: hex(core.header.commit), key: hex(core.header.key) },
    shares: core.shares.map(({ stage, group, threshold, holders }) => ({
      stage, group, k: threshold, holders: holders.map(spellShare),
    })),
    bidder: core.bidder && {
      commit: hex(core.bidder.commit),
      wraps: core.bidder.wraps.map(spellWrap),
      code: core.bidder.code && hex(core.bidder.code),
      recovery: core.bidder.recovery.map(spellShare),
    },
    parts: core.parts.map(({ number, stage, size, chunks, commit, key, root }) => ({
      n: number, stage, size, chunks, commit: hex(commit), key: hex(key), root: hex(root),
    })),
    claim: { key: hex(core.claim.key), wraps: core.claim.wraps.map(spellWrap) },
    previous: core.previous && hex(core.previous),
  });
}

export function parseCore(bytes: Uint8Array): Core {
  const form = Form.parse(bytes, TYPE, "suite", "policy", "salt", "header", "shares", "bidder", "parts", "claim", "previous");
  const claim = Form.of(form.json("claim"), "key", "wraps");
  return {
    suite: suiteOf(form.text("suite")),
    policyHash: form.octets("policy", DIGEST_SIZE),
    salt: form.octets("salt", SALT_SIZE),
    header: headerOf(form.json("header")),
    shares: form.items("shares", sharedOf),
    bidder: form.optional("bidder", bidderOf),
    parts: form.items("parts", partOf),
    claim: { key: claim.octets("key"), wraps: claim.items("wraps", wrapOf) },
    previous: form.optionalOctets("previous", DIGEST_SIZE),
  };
}

export function scheduleOf(core: Core): Schedule {
  return new Schedule(core.suite, core.policyHash, core.salt);
}

function spellWrap({ to, wrap }: Wrap): { to: string; wrap: string } {
  return { to, wrap: hex(wrap) };
}

function spellShare(share: WrappedShare): Json {
  return { ...spellWrap(share), commit: hex(share.commit) };
}

function headerOf(value: Json): HeaderEntry {
  const form = Form.of(value, "commit", "key");
  return { commit: form.octets("commit", DIGEST_SIZE), key: form.octets("key", DIGEST_SIZE) };
}

function wrapOf(value: Json): Wrap {
  const form = Form.of(value, "to", "wrap");
  return { to: form.name("to"), wrap: form.octets("wrap") };
}

function shareOf(value: Json): WrappedShare {
  const form = Form.of(value, "to", "wrap", "commit");
  return { to: form.name("to"), wrap: form.octets("wrap"), commit: form.octets("commit", DIGEST_SIZE) };
}

function sharedOf(value: Json): SharedSecret {
  const form = Form.of(value, "stage", "group", "k", "holders");
  return {
    stage: form.name("stage"),
    group: form.name("group"),
    threshold: form.number("k"),
    holders: form.items("holders", shareOf),
  };
}

function bidderOf(value: Json): BidderSecret {
  const form = Form.of(value, "commit", "wraps", "code", "recovery");
  return {
    commit: form.octets("commit", DIGEST_SIZE),
    wraps: form.items("wraps", wrapOf),
    code: form.optionalOctets("code"),
    recovery: form.items("recovery", shareOf),
  };
}

function partOf(value: Json): PartEntry {
  const form = Form.of(value, "n", "stage", "size", "chunks", "commit", "key", "root");
  return {
    number: form.number("n"),
    stage: form.name("stage"),
    size: form.number("size"),
    chunks: form.number("chunks"),
    commit: form.octets("commit", DIGEST_SIZE),
    key: form.octets("key", DIGEST_SIZE),
    root: form.octets("root", DIGEST_SIZE),
  };
}
