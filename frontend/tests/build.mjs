// Bundles the tests' entry for Node and for a browser alike. Usage: node frontend/tests/build.mjs TARGET
import { build } from "esbuild";
import { join } from "node:path";
import { bundle, here } from "../bundling.mjs";

const [target] = process.argv.slice(2);
await build({ ...bundle, entryPoints: [join(here, "tests/entry.ts")], outfile: target, minify: false });
