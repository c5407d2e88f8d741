// The proof that an entry is in a log, as a file (C2SP tlog-proof).
import { fromBase64, type Bytes } from "../seal/bytes";
import { isIncluded } from "./merkle";
import { parseCheckpoint, parseNote, type Note } from "./note";

const HEADER = "c2sp.org/tlog-proof@v1";
const LONGEST_PATH = 63;

export class ProofRefused extends Error {
  override name = "ProofRefused";
}

export interface LogProof {
  readonly index: number;
  readonly path: readonly Bytes[];
  readonly note: Note;
}

/** Read a proof; neither path nor signatures are checked yet. */
export function parseProof(text: string): LogProof {
  const gap = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, gap).split("\n");
  if (gap < 0 || header !== HEADER) throw new ProofRefused(`证明的第一行须是 ${HEADER}`);
  // What stands after `extra` is signed by nobody, so nothing here reads it.
  if (lines[0]?.startsWith("extra ")) fromBase64(lines.shift()!.slice(6));
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "") ?? [];
  const path = lines.map(fromBase64);
  if (index === undefined || path.length > LONGEST_PATH || path.some((hash) => hash.length !== 32)) {
    throw new ProofRefused("证明须有序号和至多 63 个杂凑值");
  }
  return { index: Number(index), path, note: parseNote(text.slice(gap + 2)) };
}

/** Whether the path leads from this leaf to the checkpoint's root; no key is asked. */
export function leadsFrom(leaf: Uint8Array, { index, path, note }: LogProof): Promise<boolean> {
  const { size, root } = parseCheckpoint(note.text);
  return isIncluded(leaf, index, size, path, root);
}
