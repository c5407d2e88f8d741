// The words of the project's procurement method. Texts here are written in those of the open tender, as in the templates.

let known: { readonly own: Readonly<Record<string, string>>; readonly any: RegExp | null } | null = null;

/** Put a text of ours into the method's words; what people have typed is never put through this. */
export function say(text: string): string {
  known ??= read();
  const { own, any } = known;
  return any ? text.replace(any, (word) => own[word] ?? word) : text;
}

function read(): NonNullable<typeof known> {
  const own = JSON.parse(document.querySelector<HTMLElement>("[data-words]")?.dataset.words ?? "{}") as Record<string, string>;
  const words = Object.keys(own).sort((one, other) => other.length - one.length);
  return { own, any: words.length ? new RegExp(words.join("|"), "g") : null };
}
