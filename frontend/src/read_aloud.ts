// 语音唱标: a button that lets the browser read aloud what stands in [data-say], in order, and shows where it is.
const LANGUAGE = "zh-CN";
const RATE = 0.95;

/** Make the buttons work; they show themselves only where the browser can speak. */
export function startReadingAloud(): void {
  if (!("speechSynthesis" in window)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-read-aloud]")) {
    button.hidden = false;
    const label = button.textContent ?? "";
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) stop();
      else read([...document.querySelectorAll<HTMLElement>("[data-say]")], () => rest(button, label));
      const reads = speechSynthesis.speaking || speechSynthesis.pending;
      button.setAttribute("aria-pressed", String(reads));
      if (reads) button.textContent = "停止朗读";
      else rest(button, label);
    });
  }
  window.addEventListener("pagehide", stop);
}

function read(places: readonly HTMLElement[], ended: () => void): void {
  places.forEach((place, number) => {
    const words = new SpeechSynthesisUtterance(place.dataset.say ?? "");
    words.lang = LANGUAGE;
    words.rate = RATE;
    // The page is refreshed while it is read: the row is found anew by what it says.
    words.onstart = () => mark(place.dataset.say ?? "");
    words.onerror = ended;
    words.onend = () => {
      if (number === places.length - 1) ended();
    };
    speechSynthesis.speak(words);
  });
}

function mark(said: string): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-say]")) {
    const row = place.closest("tr, li") ?? place;
    if (place.dataset.say === said) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function stop(): void {
  speechSynthesis.cancel();
}

function rest(button: HTMLButtonElement, label: string): void {
  button.setAttribute("aria-pressed", "false");
  button.textContent = label;
  mark("");
}
