// A verification package (docs/reference/verification-package.md) whose files are read when a claim needs them.
import { equal, fromUtf8, hex, type Bytes } from "../seal/bytes";
import { parseCanonical, type Json } from "../seal/canonical";
import { Form } from "../seal/forms";
import { sha256 } from "../seal/hashes";
import { parseEnvelope, type Culprit, type Envelope } from "../seal/opening";
import { parsePolicy, type Policy } from "../seal/policy";
import { parseReceipt, type Receipt, type Trust } from "../seal/receipt";
import { readZip, type ZipEntry } from "../seal/zip";
import { parseCertificate, type Certificate } from "../seal/x509";
import { demand } from "./claims";
import { parseRevocationList, type RevocationList } from "./revocation";

export interface Logged {
  readonly entry: string;
  readonly proof: string;
}

export interface PackedEnvelope {
  readonly core: string;
  readonly sealed: string;
  readonly receipt: string;
  readonly claim: string | null;
  readonly releases: readonly string[];
  readonly headerKey: Bytes | null;
  readonly bidderSecret: Bytes | null;
  readonly parts: readonly { readonly n: number; readonly key: Bytes | null; readonly blob: string }[];
  readonly fault: { readonly culprit: Culprit; readonly holders: readonly string[] } | null;
}

export interface Index {
  readonly tender: string;
  /** The SHA-256 of every other file by its path. */
  readonly files: ReadonlyMap<string, string>;
  readonly policies: readonly (Logged & { readonly policy: string })[];
  readonly registry: Logged & { readonly leaves: readonly Bytes[]; readonly dummies: readonly Bytes[] };
  readonly envelopes: readonly PackedEnvelope[];
  readonly consistency: readonly { readonly from: number; readonly to: number; readonly path: readonly Bytes[] }[];
  readonly record: string | null;
}

export interface TrustFile extends Trust {
  readonly roots: readonly Certificate[];
}

const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const LARGEST_PACKED = 1 << 26;

export class Package {
  private readonly kept = new Map<string, Promise<unknown>>();

  private constructor(
    private readonly entries: ReadonlyMap<string, ZipEntry>,
    readonly index: Index,
  ) {}

  static async open(archive: Blob): Promise<Package> {
    const entries = await readZip(archive);
    for (const entry of entries.values()) {
      demand(PATH.test(entry.name), `压缩包中有不允许的路径 ${entry.name}`);
      demand(entry.isStored || entry.size <= LARGEST_PACKED, `${entry.name} 过大，须不压缩存放`);
    }
    const index = entries.get("package.json");
    demand(index !== undefined, "压缩包中没有 package.json，不是核验包");
    return new Package(entries, parseIndex(await index.read()));
  }

  /** The trust file that came along, if any. */
  ownTrust(): Promise<Bytes> | null {
    return this.entries.has("trust.json") ? this.read("trust.json") : null;
  }

  read(name: string): Promise<Bytes> {
    return this.once(`file ${name}`, async () => {
      const entry = this.entries.get(name);
      demand(entry !== undefined, `缺少文件 ${name}`);
      const content = await entry.read();
      demand(this.index.files.get(name) === hex(await sha256(content)), `文件 ${name} 与清单中的指纹不同`);
      return content;
    });
  }

  async text(name: string): Promise<string> {
    return fromUtf8(await this.read(name));
  }

  policies(): Promise<Policy[]> {
    return this.once("policies", async () => {
      demand(this.index.policies.length > 0, "核验包中没有开标规则");
      return Promise.all(this.index.policies.map(async ({ policy }) => parsePolicy(await this.read(policy))));
    });
  }

  /** The policy in force. */
  async policy(): Promise<Policy> {
    return (await this.policies()).at(-1)!;
  }

  /** The version under which an envelope was sealed. */
  async policyOf(packed: PackedEnvelope): Promise<Policy> {
    const { core } = await this.envelope(packed);
    const own = (await this.policies()).find(({ hash }) => equal(hash, core.policyHash));
    demand(own !== undefined, "它是按另外的规则封的");
    return own;
  }

  envelope(packed: PackedEnvelope): Promise<Envelope> {
    return this.once(`envelope ${packed.core} ${packed.sealed}`, async () => parseEnvelope(await this.read(packed.core), await this.read(packed.sealed)));
  }

  receipt(packed: PackedEnvelope): Promise<Receipt> {
    return this.once(`receipt ${packed.receipt}`, async () => parseReceipt(await this.read(packed.receipt)));
  }

  /** The lists of revoked certificates that came along. */
  revocationLists(): Promise<RevocationList[]> {
    const names = [...this.index.files.keys()].filter((name) => name.startsWith("crl/"));
    return this.once("lists", () => Promise.all(names.map(async (name) => parseRevocationList(await this.read(name)))));
  }

  /** Envelopes that are neither withdrawn nor replaced. */
  get live(): PackedEnvelope[] {
    return this.index.envelopes.filter((each) => each.claim === null);
  }

  get opened(): PackedEnvelope[] {
    return this.live.filter((each) => each.headerKey !== null);
  }

  /** Do work once, however many claims need it; a failure stays a failure for each. */
  once<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (!this.kept.has(name)) this.kept.set(name, work());
    return this.kept.get(name) as Promise<T>;
  }
}

export function parseTrust(bytes: Uint8Array): TrustFile {
  const form = Form.parse(bytes, "lucai-trust/1", "platformKeys", "witnessPolicy", "roots");
  return {
    platformKeys: form.items("platformKeys", (item) => octets(item)),
    witnessPolicy: form.text("witnessPolicy", 1 << 20),
    roots: form.items("roots", (item) => parseCertificate(octets(item))),
  };
}

function parseIndex(bytes: Uint8Array): Index {
  const form = Form.parse(bytes, "lucai-package/1", "tender", "files", "policies", "registry", "envelopes", "consistency", "record");
  const registry = Form.of(form.json("registry"), "entry", "proof", "leaves", "dummies");
  return {
    tender: form.text("tender"),
    files: filesOf(form),
    policies: form.items("policies", (item) => {
      const each = Form.of(item, "policy", "entry", "proof");
      return { policy: path(each, "policy"), entry: path(each, "entry"), proof: path(each, "proof") };
    }),
    registry: {
      entry: path(registry, "entry"),
      proof: path(registry, "proof"),
      leaves: registry.items("leaves", (item) => octets(item, 32)),
      dummies: registry.items("dummies", (item) => octets(item, 32)),
    },
    envelopes: form.items("envelopes", envelopeOf),
    consistency: form.items("consistency", (item) => {
      const each = Form.of(item, "from", "to", "path");
      return { from: each.number("from"), to: each.number("to"), path: each.items("path", (hash) => octets(hash, 32)) };
    }),
    record: form.optional("record", () => path(form, "record")),
  };
}

function envelopeOf(value: Json): PackedEnvelope {
  const form = Form.of(value, "core", "sealed", "receipt", "claim", "releases", "headerKey", "bidderSecret", "parts", "fault");
  return {
    core: path(form, "core"),
    sealed: path(form, "sealed"),
    receipt: path(form, "receipt"),
    claim: form.optional("claim", () => path(form, "claim")),
    releases: form.items("releases", (item) => path(Form.of({ item }, "item"), "item")),
    headerKey: form.optionalOctets("headerKey"),
    bidderSecret: form.optionalOctets("bidderSecret"),
    parts: form.items("parts", (item) => {
      const part = Form.of(item, "n", "key", "blob");
      return { n: part.number("n"), key: part.optionalOctets("key"), blob: path(part, "blob") };
    }),
    fault: form.optional("fault", (item) => {
      const fault = Form.of(item, "culprit", "holders");
      return { culprit: fault.text("culprit") as Culprit, holders: fault.texts("holders") };
    }),
  };
}

function filesOf(form: Form): Map<string, string> {
  const listed = form.items("files", (item) => Form.of(item, "path", "sha256"));
  const files = new Map(listed.map((each) => [path(each, "path"), hex(each.octets("sha256", 32))]));
  demand(files.size === listed.length, "清单中有一个文件出现两次");
  return files;
}

function path(form: Form, name: string): string {
  const value = form.text(name);
  demand(PATH.test(value), `不允许的路径 ${value}`);
  return value;
}

function octets(item: Json, size?: number): Bytes {
  return Form.of({ item }, "item").octets("item", size);
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A log entry's body, which must be public. */
export function bodyOf(entry: Uint8Array): { [name: string]: Json } {
  const parsed = parseCanonical(entry);
  const body = isObject(parsed) ? parsed.body : undefined;
  demand(isObject(body), "日志条目不是公开条目");
  return body;
}

