// Calls between a page and its worker. The worker may tell of progress and may ask the page something.

/** What the sealing worker asks when the line has been down for long; any answer means: try again. */
export const STALLED = "stalled";

type Message =
  | { readonly call: string; readonly given: unknown }
  | { readonly progress: unknown }
  | { readonly question: unknown }
  | { readonly answer: unknown }
  | { readonly result: unknown }
  | { readonly failure: { name: string; message: string } };

interface Port {
  postMessage(message: Message): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror?: ((event: ErrorEvent) => void) | null;
}

/** What an act in the worker may do besides working. */
export interface Line {
  progress(report: unknown): void;
  ask(question: unknown): Promise<unknown>;
}

/** What the page does while an act runs. */
export interface Listener {
  progress?(report: never): void;
  answer?(question: never): Promise<unknown>;
}

export class WorkerFailure extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** In the worker: answer each call by the act of its name. One call runs at a time. */
export function answerCalls(port: Port, acts: Record<string, (given: never, line: Line) => Promise<unknown>>): void {
  let answered: (answer: unknown) => void = () => undefined;
  const line: Line = {
    progress: (progress) => port.postMessage({ progress }),
    ask(question) {
      port.postMessage({ question });
      return new Promise((resolve) => (answered = resolve));
    },
  };
  port.onmessage = async ({ data }: MessageEvent<Message>) => {
    if ("answer" in data) return answered(data.answer);
    if (!("call" in data)) return;
    try {
      port.postMessage({ result: await acts[data.call]!(data.given as never, line) });
    } catch (error) {
      const { name, message } = error as Error;
      port.postMessage({ failure: { name, message } });
    }
  };
}

/** In the page: call one act of the worker. */
export function callWorker<T>(port: Port, call: string, given: unknown, listener: Listener = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    port.onerror = (event) => reject(new WorkerFailure("Error", event.message));
    port.onmessage = ({ data }: MessageEvent<Message>) => {
      if ("progress" in data) listener.progress?.(data.progress as never);
      if ("question" in data) reply(data.question).catch(reject);
      if ("result" in data) resolve(data.result as T);
      if ("failure" in data) reject(new WorkerFailure(data.failure.name, data.failure.message));
    };
    port.postMessage({ call, given });
  });

  async function reply(question: unknown): Promise<void> {
    if (!listener.answer) throw new Error("the worker asked and nobody answers");
    port.postMessage({ answer: await listener.answer(question as never) });
  }
}
