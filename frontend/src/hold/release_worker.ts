// The worker that opens and signs a holder's shares: the page stays quick, and the keys end with the worker.
import { answerCalls, type Line } from "../seal/calls";
import type { HolderKeys } from "./key_file";
import { releaseAll, type ReleaseOrder, type Releases } from "./releases";

export interface ReleaseCall {
  readonly order: ReleaseOrder;
  readonly keys: HolderKeys;
  readonly at: Date;
}

const acts = {
  release: ({ order, keys, at }: ReleaseCall, line: Line): Promise<Releases> =>
    releaseAll(order, keys, at, (done) => line.progress(done)),
};

answerCalls(self as never, acts as never);
