// "/" goes to the search box, unless somebody is writing.

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** Listen for the keys named by [data-key]. */
export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const box = document.querySelector<HTMLInputElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
