// Closed JSON forms: canonical bytes, exactly the members a form has, each of its kind.
import { fromHex, type Bytes } from "./bytes";
import { parseCanonical, type Json } from "./canonical";

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const LONGEST_TEXT = 4096;

export class FormRefused extends Error {
  override name = "FormRefused";
}

/** One JSON object of a known form. */
export class Form {
  private constructor(private readonly members: { [key: string]: Json }) {}

  /** Take an object that has these members and no others. */
  static of(value: Json | undefined, ...names: string[]): Form {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw new FormRefused("须是对象");
    const own = Object.keys(value);
    if (own.length !== names.length || !names.every((name) => own.includes(name))) {
      throw new FormRefused(`对象须恰有 ${names.join("、")}`);
    }
    return new Form(value);
  }

  /** Read an object from its canonical bytes; its `type` says what it is. */
  static parse(bytes: Uint8Array, type: string, ...names: string[]): Form {
    const form = Form.of(parseCanonical(bytes), "type", ...names);
    if (form.members.type !== type) throw new FormRefused(`须是 ${type}`);
    return form;
  }

  json(name: string): Json {
    return this.members[name]!;
  }

  text(name: string, longest = LONGEST_TEXT): string {
    const value = this.members[name];
    if (typeof value !== "string" || !value || [...value].length > longest) {
      throw new FormRefused(`${name} 须是 1 至 ${longest} 个字符`);
    }
    return value;
  }

  name(name: string): string {
    const value = this.text(name);
    if (!NAME.test(value)) throw new FormRefused(`${name} 须是 price、certificate-1 这样的名称`);
    return value;
  }

  number(name: string): number {
    const value = this.members[name];
    if (typeof value !== "number" || value < 0) throw new FormRefused(`${name} 须是非负整数`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.members[name];
    if (typeof value !== "boolean") throw new FormRefused(`${name} 须是真或假`);
    return value;
  }

  /** A moment in UTC in its one spelling; such texts compare as the moments do. */
  moment(name: string): string {
    const value = this.text(name);
    if (!MOMENT.test(value) || Number.isNaN(Date.parse(value))) throw new FormRefused(`${name} 须是 UTC 时刻`);
    return value;
  }

  octets(name: string, size?: number): Bytes {
    const value = this.members[name];
    if (typeof value !== "string" || !/^(?:[0-9a-f]{2})*$/.test(value)) throw new FormRefused(`${name} 须是十六进制字节`);
    if (size !== undefined && value.length !== 2 * size) throw new FormRefused(`${name} 须是 ${size} 字节`);
    return fromHex(value);
  }

  optionalOctets(name: string, size?: number): Bytes | null {
    return this.members[name] === null ? null : this.octets(name, size);
  }

  items<T>(name: string, read: (item: Json) => T): T[] {
    const value = this.members[name];
    if (!Array.isArray(value)) throw new FormRefused(`${name} 须是列表`);
    return value.map(read);
  }

  texts(name: string): string[] {
    return this.items(name, (item) => new Form({ item }).text("item"));
  }

  optional<T>(name: string, read: (item: Json) => T): T | null {
    const value = this.members[name]!;
    return value === null ? null : read(value);
  }
}
