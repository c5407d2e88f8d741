// The line to the server: a sign of life every two seconds, with the words to carry to other windows.

export interface Peer {
  readonly peer: string;
  readonly label: string;
  readonly camera: boolean;
  readonly microphone: boolean;
}

export interface Said {
  readonly from: string;
  readonly body: string;
}

export interface Answer {
  readonly live: boolean;
  readonly peers: Peer[];
  readonly signals: Said[];
}

export class Refused extends Error {}

function token(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

export class Line {
  private waiting: { to: string; body: string }[] = [];

  constructor(
    private readonly base: string,
    readonly peer: string,
  ) {}

  /** Keep a word for another window; it goes with the next sign of life. */
  say(to: string, word: unknown): void {
    this.waiting.push({ to, body: JSON.stringify(word) });
  }

  get hasWords(): boolean {
    return this.waiting.length > 0;
  }

  async beat(camera: boolean, microphone: boolean): Promise<Answer> {
    const signals = this.waiting.splice(0);
    const headers = { "X-CSRFToken": token(), "Content-Type": "application/json" };
    const body = JSON.stringify({ peer: this.peer, camera, microphone, signals });
    const answer = await fetch(`${this.base}beat/`, { method: "POST", headers, body, redirect: "error" }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Answer;
    this.waiting.unshift(...signals); // the line is down: said again when it is back
    if (answer && answer.status < 500) throw new Refused(String(answer.status));
    throw new Error("down");
  }

  /** Hand in a piece of the recording; false: try again later. */
  async keep(piece: Blob, number: number, seconds: number): Promise<boolean> {
    const body = new FormData();
    body.set("peer", this.peer);
    body.set("number", String(number));
    body.set("seconds", String(seconds));
    body.set("piece", piece, `${this.peer}-${number}.${piece.type.includes("mp4") ? "mp4" : "webm"}`);
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(`${this.base}recordings/`, { method: "POST", headers, body, redirect: "error" }).catch(() => null);
    return answer !== null && answer.status < 500; // what was refused would be refused again
  }
}
