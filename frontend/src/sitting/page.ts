// A window into a sitting over several places: everybody's small picture, the own camera and
// microphone, the recording. Without a camera it works with words alone.
import { announce } from "../dom";
import { Call, type Word } from "./call";
import { Face } from "./faces";
import { Line, Refused, type Answer, type Peer } from "./line";
import { PieceRecorder } from "./recorder";

const BEAT_MS = 2000;
const HASTE_MS = 400;
const HASTE_FOR_MS = 10_000;
const SMALL: MediaTrackConstraints = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 12 } };

function hex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Sitting {
  private readonly line: Line;
  private readonly calls = new Map<string, Call>();
  private readonly faces = new Map<string, Face>();
  private readonly recorder: PieceRecorder;
  private readonly watches: boolean;
  private readonly own: Face | null;
  private stream: MediaStream | null = null;
  private over = false;
  private hasteUntil = 0;

  constructor(private readonly box: HTMLElement) {
    this.watches = box.dataset.role === "watcher";
    this.line = new Line(box.dataset.sitting ?? "", hex());
    this.own = this.watches ? null : new Face(this.place, `${box.dataset.label ?? ""}（我）`, true);
    this.recorder = new PieceRecorder(this.line, Number(box.dataset.pieceSeconds ?? "30"), (kept, waiting) =>
      this.put("recording", waiting ? `线路不好，${waiting} 段录像待上传` : `录音录像已留存 ${kept} 段`),
    );
    this.button("camera")?.addEventListener("click", () => void this.turn("video"));
    this.button("microphone")?.addEventListener("click", () => void this.turn("audio"));
    window.addEventListener("pagehide", () => this.recorder.stop());
  }

  private get place(): HTMLElement {
    return this.box.querySelector<HTMLElement>("[data-faces]")!;
  }

  private button(name: string): HTMLButtonElement | null {
    return this.box.querySelector<HTMLButtonElement>(`[data-${name}]`);
  }

  private put(where: string, text: string): void {
    const place = this.box.querySelector<HTMLElement>(`[data-sitting-${where}]`);
    if (place && place.textContent !== text) place.textContent = text;
  }

  async run(): Promise<void> {
    if (!this.watches) await this.openMedia();
    while (!this.over) {
      await this.beat();
      await new Promise((done) => setTimeout(done, this.line.hasWords || this.connecting ? HASTE_MS : BEAT_MS));
    }
  }

  private get connecting(): boolean {
    return performance.now() < this.hasteUntil && [...this.calls.values()].some((call) => call.connection.connectionState !== "connected");
  }

  private async openMedia(): Promise<void> {
    const ask = (video: boolean): Promise<MediaStream | null> | undefined =>
      navigator.mediaDevices?.getUserMedia({ video: video ? SMALL : false, audio: true }).catch(() => null);
    this.stream = (await ask(true)) ?? (await ask(false)) ?? null;
    this.own?.show(this.stream);
    if (!this.stream) announce("没有可用的摄像头和麦克风，请由会场工作人员现场见证");
    this.tellOwn();
  }

  private on(kind: "video" | "audio"): boolean {
    return this.stream?.getTracks().some((track) => track.kind === kind && track.enabled) ?? false;
  }

  /** Switch the camera or the microphone; where there was none, ask for it again. */
  private async turn(kind: "video" | "audio"): Promise<void> {
    const tracks = this.stream?.getTracks().filter((track) => track.kind === kind) ?? [];
    const to = !this.on(kind);
    for (const track of tracks) track.enabled = to;
    if (!tracks.length && to) {
      await this.openMedia();
      for (const call of this.calls.values()) call.send(this.stream);
    }
    this.tellOwn();
  }

  private tellOwn(): void {
    const camera = this.on("video");
    const microphone = this.on("audio");
    const note = this.stream ? "" : "没有摄像头和麦克风，由会场工作人员现场见证";
    this.own?.tell(camera, microphone, note);
    this.label("camera", camera, "摄像头");
    this.label("microphone", microphone, "麦克风");
  }

  private label(name: string, on: boolean, what: string): void {
    const button = this.button(name);
    button?.setAttribute("aria-pressed", String(on));
    const words = button?.querySelector("span");
    if (words) words.textContent = `${on ? "关闭" : "打开"}${what}`;
  }

  private async beat(): Promise<void> {
    try {
      const answer = await this.line.beat(this.on("video"), this.on("audio"));
      this.follow(answer);
      for (const said of answer.signals) await this.hear(said.from, JSON.parse(said.body) as Word);
    } catch (error) {
      if (error instanceof Refused) this.end();
      else this.put("state", "线路断开，正在重新连接…");
    }
  }

  private follow(answer: Answer): void {
    const here = new Set(answer.peers.map((one) => one.peer));
    for (const peer of [...this.faces.keys()]) if (!here.has(peer)) this.drop(peer);
    for (const [peer, call] of this.calls) if (!here.has(peer) && call.connection.connectionState === "failed") this.drop(peer);
    for (const one of answer.peers) this.meet(one);
    // Whoever only watches is answered, and counted nowhere.
    const open = [...this.calls].filter(([peer, call]) => here.has(peer) && call.connection.connectionState === "connected").length;
    const names = this.watches ? "正在观看" : "已接通";
    this.put("state", `${answer.live ? "评审会进行中" : "评审会尚未开始"}：在场 ${answer.peers.length + (this.watches ? 0 : 1)} 处，${names} ${open} 处`);
    if (answer.live && this.stream) this.recorder.start(this.stream);
    else this.recorder.stop();
  }

  private meet(one: Peer): void {
    if (!this.faces.has(one.peer)) {
      this.faces.set(one.peer, new Face(this.place, one.label, false));
      // The watcher calls everybody; of two others the one with the smaller name calls.
      if (this.watches || this.line.peer < one.peer) this.invite(one.peer);
    }
    const state = this.calls.get(one.peer)?.connection.connectionState;
    this.faces.get(one.peer)!.tell(one.camera && state === "connected", one.microphone, state === "connected" || (!one.camera && !one.microphone) ? "" : "正在连接…");
  }

  private invite(peer: string): void {
    const call = this.call(peer);
    if (this.stream) call.send(this.stream);
    else call.watch();
  }

  private call(peer: string): Call {
    this.hasteUntil = performance.now() + HASTE_FOR_MS;
    const relays = (this.box.dataset.relays ?? "").split(" ").filter(Boolean);
    const call = new Call(this.line.peer > peer, relays, (word) => this.line.say(peer, word), (stream) => this.faces.get(peer)?.show(stream));
    this.calls.set(peer, call);
    return call;
  }

  /** Hear a word; whoever calls without a picture here is a watcher, who is answered and not shown. */
  private async hear(from: string, word: Word): Promise<void> {
    const known = this.calls.get(from);
    if (!known && word.description?.type !== "offer") return;
    await (known ?? this.call(from)).hear(word, this.stream);
  }

  private drop(peer: string): void {
    this.calls.get(peer)?.close();
    this.calls.delete(peer);
    this.faces.get(peer)?.remove();
    this.faces.delete(peer);
  }

  private end(): void {
    this.over = true;
    this.recorder.stop();
    for (const call of this.calls.values()) call.close();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.put("state", "评审会已经结束，或者您已不在评审会中。请关闭本窗口，或者刷新页面。");
    announce("评审会已断开");
  }
}

const box = document.querySelector<HTMLElement>("[data-sitting]");
if (box) void new Sitting(box).run();
