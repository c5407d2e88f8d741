// One bundle for Node, for a page and for a worker: the acts that the tests call by name, with JSON in and out.
import { acts } from "./acts";
import { bidActs } from "./bid_acts";

declare const WorkerGlobalScope: unknown;
declare const process: undefined | { stdin: AsyncIterable<Uint8Array>; stdout: { write(text: string): void } };

type Act = (given: never) => Promise<unknown>;

async function call(name: string, given: unknown): Promise<unknown> {
  const act = ({ ...acts, ...bidActs } as unknown as Record<string, Act>)[name];
  if (!act) throw new Error(`no act ${name}`);
  return act(given as never);
}

/** Answer one line of JSON for every line of JSON. */
async function serve(input: AsyncIterable<Uint8Array>, write: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of input) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) write(`${JSON.stringify(await answer(line))}\n`);
  }
}

async function answer(line: string): Promise<unknown> {
  const { name, given } = JSON.parse(line) as { name: string; given: unknown };
  try {
    return { result: (await call(name, given)) ?? null };
  } catch (error) {
    return { error: String(error) };
  }
}

if (typeof WorkerGlobalScope !== "undefined") {
  onmessage = async ({ data }) => postMessage(await answer(data as string));
} else if (typeof process === "undefined") {
  Object.assign(globalThis, { lucaiAnswer: answer });
} else void serve(process.stdin, (text) => process!.stdout.write(text));
