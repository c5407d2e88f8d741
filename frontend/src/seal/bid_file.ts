// The .lcbid file: one envelope with its parts, as a stored ZIP with exactly these entries in this order.
import type { Bytes } from "./bytes";
import { writeZip } from "./zip";

/** Gathers encrypted chunks as they come; a Blob's bytes need not stay in memory. */
export class BidFile {
  private readonly parts: Blob[][] = [];

  write(part: number, chunk: number, sealed: Bytes): void {
    (this.parts[part - 1] ??= [])[chunk] = new Blob([sealed]);
  }

  finish(core: Bytes, sealed: Bytes): Promise<Blob> {
    const parts = this.parts.map((chunks, at) => [`part-${at + 1}.bin`, new Blob(chunks)] as const);
    return writeZip([...parts, ["core.json", new Blob([core])], ["sealed.bin", new Blob([sealed])]]);
  }
}
