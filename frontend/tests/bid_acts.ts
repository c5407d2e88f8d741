// What the tests may ask of the page on which a bid is written, and of a holder's key file.
import { emptyTable, isTable, pastedFrom, pastedSheet, pricesOf, SHEET } from "../src/bid/price_table";
import { blinded } from "../src/bid/blind";
import { replay, type Inputs } from "../src/evaluation/replay";
import type { Thing } from "../src/bid/tender";
import { readWorkbook, writeWorkbook } from "../src/bid/workbook";
import { judge } from "../src/bid/checks";
import type { Draft } from "../src/bid/draft";
import { amountOf } from "../src/bid/price";
import type { Tender } from "../src/bid/tender";
import { makeKeys, readKeyFile, spellKeyFile } from "../src/hold/key_file";
import { fromHex, fromUtf8, hex, utf8 } from "../src/seal/bytes";

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
  blinded: async (given: { name: string; content: string; bidder: string }) => {
    const { content, removed } = blinded(given.name, fromHex(given.content), given.bidder);
    return { content: hex(content), removed };
  },
  replayEvaluation: async (given: Inputs) => replay(given),
  priceTable: async ({ workbook, items }: { workbook: string; items: Thing[] }) =>
    pricesOf(await readWorkbook(new Blob([fromHex(workbook)])), items),
  pricesPasted: async ({ text, place, field, items }: { text: string; place: number; field: string; items: Thing[] }) =>
    isTable(pastedSheet(text)) ? pricesOf([pastedSheet(text)], items) : pastedFrom(pastedSheet(text), place, field, items),
  priceTemplate: async ({ items }: { items: Thing[] }) =>
    hex(new Uint8Array(await (await writeWorkbook(SHEET, emptyTable(items))).arrayBuffer())),
};
