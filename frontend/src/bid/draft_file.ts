// A draft as one file to carry to another computer, or to the offline tool: a ZIP of what was typed and of the files as they are.
import { fromUtf8 } from "../seal/bytes";
import type { PartSource } from "../seal/sealing";
import { readZip, writeZip, type ZipEntry } from "../seal/zip";
import { partsOf } from "./contents";
import type { Draft } from "./draft";
import type { Tender } from "./tender";

const TYPE = "lucai-bid-draft/1";
const INDEX = "draft.json";
const OWN_PARTS = ["offer", "response"];

type Entries = ReadonlyMap<string, ZipEntry>;

export async function writeDraftFile(tender: Tender, draft: Draft): Promise<Blob> {
  const { project, lot } = tender;
  const files = draft.files.map(({ part, name, media }) => ({ part, name, media }));
  const index = JSON.stringify({ type: TYPE, project, lot, draft: { ...draft, files } });
  const contents = draft.files.map(({ content }, at) => [`files/${at + 1}`, content] as const);
  const parts = partsOf({ ...draft, files: [] }, tender).map(({ file, content }) => [file, content] as const);
  return writeZip([[INDEX, new Blob([index])], ...parts, ...contents]);
}

/** The parts of a draft file as they are sealed; the offline tool needs no more of it. */
export async function readDraftParts(archive: Blob): Promise<PartSource[]> {
  const entries = await readZip(archive);
  const { draft } = await indexOf(entries);
  const part = async (name: string, file: string, media: string, at: string): Promise<PartSource> => {
    const content = new Blob([await entryOf(entries, at).read()], { type: media });
    return { part: name, file, media, content };
  };
  return Promise.all([
    ...OWN_PARTS.map((name) => part(name, `${name}.json`, "application/json", `${name}.json`)),
    ...draft.files.map((file, at) => part(file.part, file.name, file.media, `files/${at + 1}`)),
  ]);
}

/** Read a draft file; it must have been written for this lot. */
export async function readDraftFile(tender: Tender, archive: Blob): Promise<Draft> {
  const entries = await readZip(archive);
  const { project, lot, draft } = await indexOf(entries);
  if (project !== tender.project || lot !== tender.lot) throw new Error(`这份草稿是项目 ${project} 包 ${lot} 的`);
  const files = await Promise.all(draft.files.map(async (file, at) => ({
    ...file,
    content: new Blob([await entryOf(entries, `files/${at + 1}`).read()], { type: file.media }),
  })));
  return { ...draft, files };
}

interface Index {
  readonly type: string;
  readonly project: string;
  readonly lot: number;
  readonly draft: Draft;
}

async function indexOf(entries: Entries): Promise<Index> {
  const index = JSON.parse(fromUtf8(await entryOf(entries, INDEX).read())) as Index;
  if (index.type !== TYPE) throw new Error("这不是投标草稿文件");
  return index;
}

function entryOf(entries: Entries, name: string): ZipEntry {
  const entry = entries.get(name);
  if (!entry) throw new Error(`这不是投标草稿文件：里面没有 ${name}`);
  return entry;
}
