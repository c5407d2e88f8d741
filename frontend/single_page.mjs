// Pages of one file that need no network and may not use one: their own policy says so.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { bundle } from "./bundling.mjs";

/** Write a page whose template holds the places `{{policy}}`, `{{style}}` and `{{script}}`. */
export async function writeSinglePage({ template, script, style, worker, target }) {
  const workerCode = worker ? await text(worker) : "";
  // The worker travels as text and is started from a blob.
  const code = await text(script, { define: { WORKER_CODE: JSON.stringify(workerCode) } });
  const look = await text(style);
  const filled = {
    policy: policy(code, look),
    style: `<style>${look}</style>`,
    script: `<script>${code}</script>`,
  };
  const page = await readFile(template, "utf8");
  await writeFile(target, page.replace(/\{\{(\w+)\}\}/g, (_, name) => filled[name]));
}

async function text(entry, options = {}) {
  const settings = { ...bundle, ...options, entryPoints: [entry], write: false, external: ["./fonts/*"] };
  const { outputFiles } = await build(settings);
  // Fonts would be files beside this one; esbuild itself sees to it that no text ends the script.
  return outputFiles[0].text.trim().replace(/@font-face\{[^}]*\}/g, "");
}

function policy(code, look) {
  const hash = (content) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  const rules = [
    "default-src 'none'",
    `script-src ${hash(code)} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src ${hash(look)}`,
    "form-action 'none'",
    "base-uri 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}">`;
}
