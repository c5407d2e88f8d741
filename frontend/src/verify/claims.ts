// What a verifier says: each claim passed, failed or not applicable, and why.

export type Verdict = "passed" | "failed" | "absent";

export interface Finding {
  /** P1 … P12 of a bid's package, D1 … D7 of a draw. */
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly why: string;
}

/** Something a claim rests on does not hold; the message, in Chinese, says what. */
export class Broken extends Error {
  override name = "Broken";
}

/** The package has nothing that this claim could be judged by. */
export class Absent extends Error {
  override name = "Absent";
}

/** Judge one claim: what the work returns is why it passed, what it throws is why it did not. */
export async function judge(id: string, title: string, work: () => Promise<string> | string): Promise<Finding> {
  try {
    return { id, title, verdict: "passed", why: await work() };
  } catch (error) {
    if (error instanceof Absent) return { id, title, verdict: "absent", why: error.message };
    const { name, message } = error as Error;
    return { id, title, verdict: "failed", why: name === "Broken" ? message : `格式有误：${message}` };
  }
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise);
}
