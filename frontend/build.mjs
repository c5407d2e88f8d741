// Builds styles, scripts, fonts and still files into one ignored folder that the server reads.
// Usage: node frontend/build.mjs [--watch]
import { build, context } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { bundle, here, root } from "./bundling.mjs";
import { writeSinglePage } from "./single_page.mjs";

const still = join(root, "src/lucai/platform/web/static");
const dist = join(root, "src/lucai/platform/web/dist");
const fonts = [
  ["noto-sans-sc", "400Regular", "NotoSansSC_400Regular.ttf"],
  ["noto-sans-sc", "700Bold", "NotoSansSC_700Bold.ttf"],
  ["noto-serif-sc", "400Regular", "NotoSerifSC_400Regular.ttf"],
  ["noto-serif-sc", "700Bold", "NotoSerifSC_700Bold.ttf"],
];

const options = {
  ...bundle,
  entryPoints: [
    { in: join(here, "src/main.ts"), out: "lucai" },
    { in: join(here, "src/seal/worker.ts"), out: "seal-worker" },
    { in: join(here, "src/bid/desk.ts"), out: "seal-desk" },
    { in: join(here, "src/bid/decrypt_page.ts"), out: "decrypt-bid" },
    { in: join(here, "src/round/desk.ts"), out: "round-desk" },
    { in: join(here, "src/round/chance.ts"), out: "chance-desk" },
    { in: join(here, "src/hold/release_page.ts"), out: "share-release" },
    { in: join(here, "src/hold/release_worker.ts"), out: "release-worker" },
    { in: join(here, "src/hold/keys_page.ts"), out: "holder-keys" },
    { in: join(here, "src/certificate/page.ts"), out: "certificate" },
    { in: join(here, "src/sitting/page.ts"), out: "sitting" },
    { in: join(here, "src/evaluation/page.ts"), out: "evaluation-replay" },
    { in: join(here, "styles/lucai.css"), out: "lucai" },
  ],
  outdir: dist,
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
  legalComments: "external",
};

async function same(from, to) {
  const [a, b] = await Promise.all([stat(from), stat(to).catch(() => null)]);
  return b !== null && a.size === b.size;
}

async function copyFonts() {
  await mkdir(join(dist, "fonts"), { recursive: true });
  for (const [family, weight, file] of fonts) {
    const from = join(root, "node_modules/@expo-google-fonts", family, weight, file);
    const to = join(dist, "fonts", file);
    if (!(await same(from, to))) await cp(from, to);
  }
}

async function* walk(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** Names with a short digest, so that a page can ask for exactly the bytes it was built with. */
async function writeManifest() {
  const names = {};
  for await (const path of walk(dist)) {
    const name = relative(dist, path).split("\\").join("/");
    if (name === "manifest.json" || name.startsWith("fonts/")) continue;
    const digest = createHash("sha256").update(await readFile(path)).digest("hex");
    names[name] = digest.slice(0, 12);
  }
  const sorted = Object.fromEntries(Object.entries(names).sort());
  await writeFile(join(dist, "manifest.json"), JSON.stringify(sorted, null, 1) + "\n");
}

/** The tools that work without a network, each one file to carry away. */
async function writeTools() {
  const pages = join(here, "src/offline");
  const style = join(pages, "page.css");
  const tool = (name) => ({ template: join(pages, `${name}.html`), script: join(pages, `${name}.ts`), style });
  const worker = join(here, "src/seal/worker.ts");
  await writeSinglePage({ ...tool("seal"), worker, target: join(dist, "封标.html") });
  await writeSinglePage({ ...tool("verify"), target: join(dist, "核验.html") });
}

async function finish() {
  await writeTools();
  await cp(still, dist, { recursive: true });
  await copyFonts();
  await writeManifest();
}

await mkdir(dist, { recursive: true });
if (process.argv.includes("--watch")) {
  const watching = await context(options);
  await watching.watch();
  await finish();
} else {
  await build(options);
  await finish();
}
