// Files of a part that is judged without names: what a file says of its makers is taken out on this machine.
import { concat, type Bytes } from "../seal/bytes";

export interface Cleaned {
  readonly content: Bytes;
  /** What was taken out, in words. */
  readonly removed: readonly string[];
}

/** A file that cannot be put into such a part, and what to do instead. */
export class NotBlind extends Error {}

const LABELS: Readonly<Record<string, string>> = {
  Author: "作者", Creator: "制作程序", Producer: "导出程序", Title: "标题", Subject: "主题", Keywords: "关键词",
  Company: "单位", Manager: "主管", LastModifiedBy: "最后修改者",
};
const DATES = ["CreationDate", "ModDate", "Trapped"];
const PNG_TEXT = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME"];
const FORMS = /(?:股份|有限|责任|集团|公司|总|分)+$/;
const SHORTEST_NAME = 4;

/** Refuse a name that tells who bids; then take out of the content what tells it. */
export function blinded(name: string, content: Bytes, bidder: string): Cleaned {
  const short = bidder.replace(FORMS, "");
  if (name.includes(short.length >= SHORTEST_NAME ? short : bidder)) throw new NotBlind("的文件名写着投标人名称，请改名");
  const head = latin(content.subarray(0, 8));
  if (head.startsWith("%PDF")) return cleanPdf(content);
  if (head.startsWith("\xff\xd8")) return cleanJpeg(content);
  if (head.startsWith("\x89PNG")) return cleanPng(content);
  throw new NotBlind("不能用于暗标部分，这一部分只收 PDF、PNG 或 JPEG");
}

function cleanPdf(content: Bytes): Cleaned {
  let text = latin(content);
  if (/\/ByteRange\s*\[/.test(text)) throw new NotBlind("带有电子签名，清除属性会破坏签名；暗标部分请使用没有签名的文件");
  if (/\/Encrypt\s/.test(text)) throw new NotBlind("加了密码，不能检查属性；请取消密码后重新选择");
  const removed = new Set<string>();
  for (const [, number, generation] of text.matchAll(/\/Info\s+(\d+)\s+(\d+)\s+R/g)) {
    const begin = new RegExp(`(?:^|[\\r\\n\\s])${number}\\s+${generation}\\s+obj`).exec(text);
    if (!begin) throw new NotBlind("的属性写在压缩的部分里，清除不了；请用“打印为 PDF”重新导出");
    const end = text.indexOf("endobj", begin.index);
    const blank = blankStrings(text.slice(begin.index, end), removed);
    text = text.slice(0, begin.index) + blank + text.slice(end);
  }
  text = text.replace(/(<\?xpacket begin[^>]*>)([^]*?)(<\?xpacket end)/g, (_, begin: string, inner: string, end: string) => {
    if (inner.trim()) removed.add("XMP 属性");
    return begin + " ".repeat(inner.length) + end;
  });
  text = text.replace(/\/Metadata\s+\d+\s+\d+\s+R/g, (found) => " ".repeat(found.length));
  return { content: bytesOf(text), removed: [...removed] };
}

/** Put blanks into every text of an object, so that nothing moves; days may stay. */
function blankStrings(object: string, removed: Set<string>): string {
  return object.replace(/\/(\w+)\s*(\((?:\\[^]|[^\\()]|\((?:\\[^]|[^\\()])*\))*\)|<[\da-fA-F\s]*>)/g, (whole, key: string, value: string) => {
    if (DATES.includes(key)) return whole;
    const said = value.startsWith("<") ? value.slice(1, -1).replace(/20|\s/g, "") : value.slice(1, -1).trim();
    if (said) removed.add(LABELS[key] ?? key);
    const inner = value.startsWith("(") ? " ".repeat(value.length - 2) : "20".repeat(value.length).slice(0, (value.length - 2) & ~1).padEnd(value.length - 2);
    return whole.slice(0, -value.length) + value[0]! + inner + value.at(-1)!;
  });
}

/** Drop application data and comments: EXIF, XMP, IPTC. */
function cleanJpeg(content: Bytes): Cleaned {
  const kept: Bytes[] = [content.subarray(0, 2)];
  let [at, dropped] = [2, false];
  while (at + 4 <= content.length && content[at] === 0xff && content[at + 1] !== 0xda) {
    const mark = content[at + 1]!;
    const end = at + 2 + ((content[at + 2]! << 8) | content[at + 3]!);
    if ((mark >= 0xe1 && mark <= 0xef && mark !== 0xee) || mark === 0xfe) dropped = true;
    else kept.push(content.subarray(at, end));
    at = end;
  }
  return { content: concat(...kept, content.subarray(at)), removed: dropped ? ["拍摄和软件信息"] : [] };
}

function cleanPng(content: Bytes): Cleaned {
  const kept: Bytes[] = [content.subarray(0, 8)];
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let [at, dropped] = [8, false];
  while (at + 12 <= content.length) {
    const end = at + 12 + view.getUint32(at);
    if (PNG_TEXT.includes(latin(content.subarray(at + 4, at + 8)))) dropped = true;
    else kept.push(content.subarray(at, end));
    at = end;
  }
  return { content: concat(...kept), removed: dropped ? ["图片说明"] : [] };
}

/** One sign a byte, so that places stay what they are. */
function latin(bytes: Bytes): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return text;
}

function bytesOf(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
