// The small pictures: one for each window, with its words below.
import { make } from "../dom";

export class Face {
  readonly box = make("figure", "");
  readonly video = document.createElement("video");
  private readonly dark = make("div", "dark", "没有画面");
  private readonly name = document.createElement("b");
  private readonly state = document.createElement("small");

  constructor(place: HTMLElement, label: string, own: boolean) {
    this.video.autoplay = true;
    this.video.playsInline = true;
    this.video.muted = own;
    this.video.setAttribute("aria-label", `${label}的画面`);
    this.name.textContent = label;
    const words = document.createElement("figcaption");
    words.append(this.name, this.state);
    this.box.setAttribute("role", "listitem");
    this.box.append(this.video, this.dark, words);
    place.append(this.box);
    this.tell(false, false, "正在连接…");
  }

  show(stream: MediaStream | null): void {
    if (this.video.srcObject !== stream) this.video.srcObject = stream;
  }

  tell(camera: boolean, microphone: boolean, note = ""): void {
    this.video.hidden = !camera;
    this.dark.hidden = camera;
    const words = note || `${camera ? "有画面" : "没有画面"} · ${microphone ? "有声音" : "静音"}`;
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  remove(): void {
    this.box.remove();
  }
}
