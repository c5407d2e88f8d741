// The files of a bid: chosen or dropped, looked at, listed by part. Their bytes stay on this machine.
import { all, announce, make } from "../dom";
import { hex } from "../seal/bytes";
import { MOST_PARTS } from "../seal/parts";
import { say } from "../words";
import { blinded } from "./blind";
import { partsAsked } from "./checks";
import { OWN_PARTS } from "./contents";
import type { DraftFile } from "./draft";
import type { FileKind, Tender } from "./tender";

const LONGEST_NAME = 200;
const HEAD = 16;
const MOST_FILES = MOST_PARTS - Object.keys(OWN_PARTS).length;
const QUALIFICATION = "qualification";

export class FileShelf {
  files: readonly DraftFile[] = [];

  constructor(
    private readonly page: ParentNode,
    private readonly tender: Tender,
    private readonly changed: () => void,
  ) {
    const asked = partsAsked(tender);
    for (const section of this.sections()) this.listen(section, asked.includes(section.dataset.part!));
    for (const button of all("[data-paper]", page)) button.addEventListener("click", () => void this.takePaper(button));
  }

  show(files: readonly DraftFile[]): void {
    this.files = files;
    for (const section of this.sections()) {
      const own = files.filter(({ part }) => part === section.dataset.part);
      section.querySelector("[data-files]")!.replaceChildren(...own.map((file) => this.row(file)));
    }
  }

  private sections(): HTMLElement[] {
    return all("[data-part]", this.page);
  }

  private listen(section: HTMLElement, isAsked: boolean): void {
    const input = section.querySelector<HTMLInputElement>("input[type=file]")!;
    const zone = section.querySelector<HTMLElement>("[data-drop]")!;
    section.querySelector("[data-asked]")!.textContent = isAsked ? "有要求提供证明材料" : "";
    input.addEventListener("change", () => {
      void this.take(section, [...(input.files ?? [])]);
      input.value = "";
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.toggle("over", kind === "dragover");
      });
    }
    zone.addEventListener("drop", (event) => void this.take(section, [...(event.dataTransfer?.files ?? [])]));
  }

  private async take(section: HTMLElement, chosen: readonly File[]): Promise<void> {
    const [refused, left]: [string[], File[]] = [[], []];
    for (const file of chosen) {
      const judged = await kindOf(file, this.tender);
      if (typeof judged === "string") refused.push(`《${file.name}》${judged}`);
      else if (this.isFull(section, file)) left.push(file);
      else await this.put(section, file, judged.media).catch((error: Error) => refused.push(`《${file.name}》${error.message}`));
    }
    const tooMany = left.length ? [say(`一份投标最多 ${MOST_FILES} 个文件，有 ${left.length} 个没有放入，请合并或者打包成 ZIP 后再选`)] : [];
    const line = section.querySelector<HTMLElement>("[data-refused]")!;
    line.textContent = [...refused, ...tooMany].join("；");
    line.hidden = !line.textContent;
    const taken = chosen.length - refused.length - left.length;
    if (taken) announce(`已加入 ${taken} 个文件`);
  }

  /** Whether one file more is one too many; a newer version of one that is there is not. */
  private isFull({ dataset }: HTMLElement, file: File): boolean {
    if (this.files.some(({ part, name }) => part === dataset.part && name === file.name)) return false;
    return this.files.length >= MOST_FILES;
  }

  /** A certificate's scan that the platform keeps for this firm; it comes to this machine and is sealed here. */
  private async takePaper(button: HTMLElement): Promise<void> {
    const section = this.sections().find(({ dataset }) => dataset.part === QUALIFICATION)!;
    const answer = await fetch(button.dataset.paper!).catch(() => null);
    if (!answer?.ok) return announce("扫描件没有取到，请稍后再试");
    const content = await answer.blob();
    const kind = this.tender.kinds.find(({ media }) => media === content.type);
    const name = `${button.dataset.name}${kind?.extensions[0] ?? ""}`;
    await this.take(section, [new File([content], name, { type: content.type })]);
  }

  /** A part that is judged without names takes a file only when nothing in it tells whose it is. */
  private async put(section: HTMLElement, file: File, media: string): Promise<void> {
    const part = section.dataset.part!;
    if (!this.tender.blindParts.includes(part)) return this.add({ part, name: file.name, media, content: file });
    const { content, removed } = blinded(file.name, new Uint8Array(await file.arrayBuffer()), this.tender.bidder.name);
    this.add({ part, name: file.name, media, content: new Blob([content], { type: media }) });
    if (removed.length) announce(`已从《${file.name}》清除：${removed.join("、")}`);
    const line = section.querySelector<HTMLElement>("[data-blind]");
    if (line && removed.length) line.textContent = `已在本机清除文件属性：${removed.join("、")}。`;
  }

  /** The same name in the same part is the newer version of the same file. */
  private add(file: DraftFile): void {
    this.show([...this.files.filter(({ part, name }) => part !== file.part || name !== file.name), file]);
    this.changed();
  }

  private row(file: DraftFile): HTMLElement {
    const row = make("div", "file");
    const button = make("button", "btn small text", "移除");
    button.type = "button";
    button.append(make("span", "vh", file.name));
    button.addEventListener("click", () => {
      this.show(this.files.filter((each) => each !== file));
      this.changed();
      announce(`已移除 ${file.name}`);
    });
    row.append(make("span", "name", file.name), make("span", "xs muted nowrap", sizeInWords(file.content.size)), button);
    return row;
  }
}

export function sizeInWords(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** A file's kind by its name and its first bytes, or why it cannot be taken. */
async function kindOf(file: File, { kinds, largestFile }: Tender): Promise<FileKind | string> {
  if (!file.size) return "是空的，请重新选择";
  if (file.size > largestFile) return `超过 ${sizeInWords(largestFile)}，请压缩或拆分`;
  if ([...file.name].length > LONGEST_NAME) return "的名称太长，请改短";
  const named = kinds.filter(({ extensions }) => extensions.some((end) => file.name.toLowerCase().endsWith(end)));
  if (!named.length) return `不是 ${kinds.map(({ label }) => label).join("、")} 格式`;
  const head = hex(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  return named.find(({ magic }) => magic.some((start) => head.startsWith(start))) ?? "的内容与扩展名不符，请重新导出";
}
