// Whoever would close the tab in the middle of sealing is told first that nothing has been handed in.
import { say } from "../words";

/** While it is on, the tab's name says so, the browser asks before it closes, and the note stays for who came back. */
export function warnOfLeaving(note: HTMLElement, isOn: boolean): void {
  const mark = say("（密封没有完成）");
  document.title = document.title.replace(mark, "");
  if (isOn) document.title = mark + document.title;
  if (!isOn) note.hidden = true;
  window.onbeforeunload = isOn ? (event) => ask(event, note) : null;
}

function ask(event: BeforeUnloadEvent, note: HTMLElement): void {
  event.preventDefault();
  note.hidden = false; // the browser's own question cannot be worded: this is seen by who chose to stay
}
