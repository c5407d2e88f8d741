// What the page shows and what the certificate signs must be the same words.
import { all } from "../dom";
import { fromUtf8, type Bytes } from "../seal/bytes";

interface Statement {
  readonly act: string;
  readonly lines: readonly (readonly [string, string])[];
  readonly signer: string;
  readonly organisation: string;
}

export class NotShown extends Error {
  override name = "NotShown";
}

/** Throws unless every line of the statement stands on the page, in its order, and no other. */
export function demandShown(message: Bytes): void {
  const statement = JSON.parse(fromUtf8(message)) as Statement;
  const wanted = [
    statement.act,
    ...statement.lines.flat(),
    statement.signer,
    ...(statement.organisation ? [statement.organisation] : []),
  ];
  if (JSON.stringify(shown()) !== JSON.stringify(wanted.map(plain))) {
    throw new NotShown("待签内容与页面显示的不一致，已停止签名。请刷新页面后重试。");
  }
}

function shown(): string[] {
  const places = all("[data-act-name], [data-act-line] dt, [data-act-line] dd, [data-act-signer], [data-act-organisation]");
  return places.map((place) => plain(place.textContent ?? ""));
}

/** A page's text has one kind of line end. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
