// What the tests may ask of the page on which a bid is written, and of a holder's key file.
import { judge } from "../src/bid/checks";
import type { Draft } from "../src/bid/draft";
import { amountOf } from "../src/bid/price";
import type { Tender } from "../src/bid/tender";
import { makeKeys, readKeyFile, spellKeyFile } from "../src/hold/key_file";
import { fromUtf8, hex, utf8 } from "../src/seal/bytes";

export const bidActs = {
  amountOf: async (given: { quantity: string; unitPrice: number }) => Number(amountOf(given.quantity, BigInt(given.unitPrice))),
  judgeBid: async (given: { rule: string; draft: Draft; tender: Tender; now: number }) =>
    judge(given.rule, given.draft, given.tender, given.now),
  makeKeyFile: async (given: { suite: string; passphrase: string }) => {
    const keys = await makeKeys(given.suite);
    const file = await spellKeyFile(given.suite, keys, given.passphrase);
    return { file: fromUtf8(file), opens: hex(keys.opens), signs: hex(keys.signs) };
  },
  readKeyFile: async (given: { file: string; passphrase: string }) => {
    const { opens, signs } = await readKeyFile(utf8(given.file), async () => given.passphrase);
    return { opens: hex(opens), signs: hex(signs) };
  },
};
