// What every bundle shares: the browsers we promise, and our WebAssembly compiled from its source.
import asc from "assemblyscript/asc";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = dirname(here);

/** `import bytes from "wasm:NAME"` gives the module compiled from wasm/NAME.ts. */
const wasm = {
  name: "wasm",
  setup(build) {
    build.onResolve({ filter: /^wasm:/ }, ({ path }) => ({ path: path.slice(5), namespace: "wasm" }));
    build.onLoad({ filter: /.*/, namespace: "wasm" }, async ({ path }) => {
      const source = join(here, "wasm", `${path}.ts`);
      return { contents: await compile(source), loader: "binary", watchFiles: [source] };
    });
  },
};

const compiled = new Map();

/** Compile a module once a run, however many bundles carry it. */
function compile(source) {
  if (!compiled.has(source)) compiled.set(source, compileAnew(source));
  return compiled.get(source);
}

async function compileAnew(source) {
  // The module lays out its own memory below 1 MiB and never allocates.
  const options = ["--runtime", "stub", "--noAssert", "-O3", "--initialMemory", "19"];
  let binary;
  const writeFile = (_name, contents) => (binary = contents);
  const arguments_ = [relative(root, source), "--baseDir", root, "--outFile", "module.wasm", ...options];
  const { error, stderr } = await asc.main(arguments_, { writeFile });
  if (error) throw new Error(`${relative(root, source)}: ${stderr}`);
  return binary;
}

export const bundle = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome94", "firefox93", "safari15"],
  charset: "utf8",
  logLevel: "warning",
  plugins: [wasm],
};
