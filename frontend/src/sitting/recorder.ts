// Records the own window in pieces, each playable by itself, and hands them in one after the other.
// What could not be handed in waits in memory and is tried again with the next one.
import type { Line } from "./line";

interface Piece {
  readonly blob: Blob;
  readonly number: number;
  readonly seconds: number;
}

const MOST_WAITING = 20;

export class PieceRecorder {
  private recorder: MediaRecorder | null = null;
  private waiting: Piece[] = [];
  private number = 0;
  private kept = 0;
  private sending = false;
  private timer = 0;

  constructor(
    private readonly line: Line,
    private readonly pieceSeconds: number,
    private readonly told: (kept: number, waiting: number) => void,
  ) {}

  start(stream: MediaStream): void {
    if (this.recorder || !("MediaRecorder" in window) || !stream.getTracks().length) return;
    const began = performance.now();
    const recorder = new MediaRecorder(stream, { videoBitsPerSecond: 250_000, audioBitsPerSecond: 32_000 });
    this.recorder = recorder;
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => data.size && chunks.push(data);
    recorder.onstop = () => {
      const seconds = Math.round((performance.now() - began) / 1000);
      const type = recorder.mimeType.split(";")[0] || "video/webm";
      if (chunks.length) this.keep({ blob: new Blob(chunks, { type }), number: this.number++, seconds });
    };
    recorder.start();
    this.timer = window.setTimeout(() => this.turn(stream), this.pieceSeconds * 1000);
  }

  private turn(stream: MediaStream): void {
    this.stop();
    this.start(stream);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.recorder = null;
  }

  private keep(piece: Piece): void {
    this.waiting.push(piece);
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();
    void this.flush();
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length) {
      const next = this.waiting[0]!;
      if (!(await this.line.keep(next.blob, next.number, next.seconds))) break;
      this.waiting.shift();
      this.kept += 1;
    }
    this.sending = false;
    this.told(this.kept, this.waiting.length);
  }
}
