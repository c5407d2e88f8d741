// The checks before sealing, which nobody but the bidder's browser can make: one for each rule of the bid's life.
import { parseFen, showYuan } from "../money";
import type { Draft } from "./draft";
import { TICKED } from "./fields";
import { itemsTotal, lineAmount, priceOf } from "./price";
import type { Demand, Tender } from "./tender";

const YUAN_PER_WAN = 10_000n;
const LONGEST_DAYS = 36500;
const OF_THE_CORE = /(?<!非)(?<!非主体、)(?<!非主体和)(?:主体|关键)性?(?:工作|部分|工程|服务|任务|工序|部件)/;
const ONCE_MORE = /(?<!不)(?<!不得)(?<!不会)(?:再次分包|再分包|转包)/;

/** Null where it holds, else what is wrong. */
type Check = (draft: Draft, tender: Tender, now: number) => string | null;

const checks: Readonly<Record<string, Check>> = {
  bid_arrives_in_time: (_draft, { deadline }, now) => (now < Date.parse(deadline) ? null : "投标截止时间已过，不能再递交。"),
  lot_is_under_way: (_draft, { lotAlive }) => (lotAlive ? null : "本包已经废标或者终止，不再接收投标文件。"),
  document_is_obtained: () => null, // without the document there is no such page
  every_requirement_is_answered: (draft, tender) => {
    const gaps = unanswered(draft, tender);
    return gaps.length ? `还有 ${gaps.length} 项要求没有响应：${first(gaps.map(({ number }) => number))}。` : null;
  },
  objective_figures_are_given: ({ claims = {} }, { asked }) => {
    const wrong = asked.filter(({ number }) => !/^(\d{1,9}(\.\d{1,4})?)?$/.test(claims[number]?.figure ?? ""));
    if (wrong.length) return `客观评审因素“${first(wrong.map(({ name }) => name))}”填报的不是数字。`;
    const gaps = asked.filter(({ number }) => !claims[number]?.figure);
    return gaps.length ? `客观评审因素“${first(gaps.map(({ name }) => name))}”没有填报数据，该项不得分。` : null;
  },
  substantive_requirements_are_met: (draft, tender) => {
    const broken = tender.demands.filter((demand) => demand.substantive && answerTo(draft, demand).deviation === "negative");
    return broken.length ? `${first(broken.map(({ number }) => number))} 是带★的实质性要求，负偏离将导致投标无效。` : null;
  },
  evidence_is_attached: (draft, tender) => {
    const missing = partsAsked(tender).filter((part) => !draft.files.some((file) => file.part === part));
    return missing.length ? `${missing.map((part) => tender.parts[part]).join("、")}还没有证明文件。` : null;
  },
  terms_are_given: ({ terms }) => {
    const missing = [
      isCount(terms.delivery_days) ? "" : "交付期",
      isCount(terms.validity_days) ? "" : "投标有效期",
      isLong(terms.contact, 2) ? "" : "联系人",
      isLong(terms.phone, 5) ? "" : "联系电话",
      terms.sme_kind ? "" : "中小企业声明",
      isShare(terms.domestic_share) ? "" : "本国产品成本占比（0 至 100，最多两位小数）",
      isShare(terms.small_share) ? "" : "小微企业承担的合同份额（0 至 100，最多两位小数）",
    ].filter(Boolean);
    return missing.length ? `投标函还没有填好：${missing.join("、")}。` : null;
  },
  price_is_stated: (draft, tender) => {
    if (priceOf(draft) === null) return "还没有填写投标总价，或者不是以元为单位的数字。";
    const missing = tender.items.filter((thing) => lineAmount(draft, thing) === null).map(({ name }) => name);
    return missing.length ? `还没有填写单价：${first(missing)}。` : null;
  },
  price_is_above_zero: (draft) =>
    priceOf(draft) === 0n ? "投标总价为零，不能提交：政府采购是有偿取得货物、工程和服务，报价应当大于零。" : null,
  items_sum_to_the_price: (draft, tender) => {
    const [price, total] = [priceOf(draft), itemsTotal(draft, tender)];
    if (price === null || total === null || price === total) return null;
    return `投标总价与分项合计不一致，相差 ${showYuan(price > total ? price - total : total - price)} 元。`;
  },
  price_is_within_the_ceiling: (draft, { ceiling }) => {
    const over = (priceOf(draft) ?? 0n) - BigInt(ceiling);
    return over > 0n ? `投标总价超过最高限价 ${showYuan(BigInt(ceiling))} 元，超出 ${showYuan(over)} 元，投标无效。` : null;
  },
  price_is_in_yuan: (draft, { ceiling }) => {
    const price = priceOf(draft);
    if (price === null || price * YUAN_PER_WAN > BigInt(ceiling) || draft.offer.unit_confirmed === TICKED) return null;
    return "投标总价不到最高限价的万分之一，像是按“万元”填写的。请改为以“元”为单位；确实是这个价格的，请勾选“确认单位为元”。";
  },
  validity_is_long_enough: ({ terms }, { validityDays }) => {
    const days = Number(terms.validity_days);
    return days > 0 && days < validityDays ? `投标有效期 ${days} 日，招标文件要求不少于 ${validityDays} 日。` : null;
  },
  consortium_is_accepted: ({ terms, members = [] }, { consortiumAllowed }) =>
    consortiumAllowed || !(terms.consortium || members.length) ? null : "本项目公告载明不接受联合体投标，请删除联合体成员。",
  consortium_is_agreed: ({ members = [], files }, { bidder }) => {
    if (!members.length) return null;
    const codes = members.map(({ uscc = "" }) => uscc.toUpperCase());
    if (!codes.every((code) => /^[0-9A-Z]{18}$/.test(code))) return "联合体成员的统一社会信用代码应当为十八位数字和大写字母。";
    if (new Set([bidder.code, ...codes]).size <= codes.length) return "联合体成员不能重复，也不能再填牵头方自己。";
    const shares = members.map(({ share = "" }) => (share && isShare(share) ? Math.round(Number(share) * 100) : 0));
    if (shares.some((share) => share <= 0) || shares.reduce((sum, share) => sum + share, 0) >= 10_000) {
      return "联合体每个成员的份额应当大于零，合计小于 100%，其余是牵头方的份额。";
    }
    return files.some(({ part, name }) => part === "agreement" || name.includes("联合")) ? null : "以联合体投标的，应当上传联合协议。";
  },
  subcontract_is_announced: ({ terms }, { subcontractAllowed }) =>
    subcontractAllowed || !terms.subcontract ? null : "本项目采购文件没有载明可以分包，请删除拟分包的内容。",
  subcontract_is_lawful: ({ terms }) => {
    const said = terms.subcontract ?? "";
    const core = OF_THE_CORE.exec(said);
    if (core) return `主体、关键性工作不得分包，请删除“${core[0]}”的分包。`;
    const again = ONCE_MORE.exec(said);
    return again ? `分包供应商不得再次分包，请删除“${again[0]}”的内容。` : null;
  },
  reserved_lot_is_for_smes: ({ terms }, { smeReserved, smes }) =>
    !smeReserved || smes.includes(terms.sme_kind ?? "") ? null : "本包专门面向中小企业采购，请在投标函中声明中小企业类型。",
  bond_is_not_cash_and_in_time: ({ bonds }, { bondKinds, deadline }, now) => {
    if (bonds.some(({ kind }) => kind && !bondKinds.includes(kind))) return "投标保证金不接受现金，请选择转账、支票、汇票、本票或者保函。";
    return bonds.length && now > Date.parse(deadline) ? "投标保证金应当在投标截止时间前提交。" : null;
  },
  bond_is_received: ({ bonds }, { bond }) => {
    if (bonds.some((each) => !isBond(each))) return "保证金登记还没有填好：形式、金额、付款账户名称、凭证号。";
    const given = bonds.reduce((sum, each) => sum + (parseFen(each.amount ?? "") ?? 0n), 0n);
    if (given >= BigInt(bond)) return null;
    return `应交投标保证金 ${showYuan(BigInt(bond))} 元，已登记 ${showYuan(given)} 元。`;
  },
};

/** Judge one rule by its name; a rule without a check here would be one that nobody checks. */
export function judge(name: string, draft: Draft, tender: Tender, now: number): string | null {
  const check = checks[name];
  return check ? check(draft, tender, now) : "本页不会核对这一项，请刷新页面。";
}

export function unanswered(draft: Draft, tender: Tender): Demand[] {
  return tender.demands.filter((demand) => !answerTo(draft, demand).response || !answerTo(draft, demand).deviation);
}

/** The parts whose demands ask for something to prove them. */
export function partsAsked(tender: Tender): string[] {
  const asked = new Set(tender.demands.filter(({ evidence }) => evidence).map(({ kind }) => kind));
  return Object.keys(tender.parts).filter((part) => asked.has(part));
}

function answerTo(draft: Draft, { number }: Demand) {
  return draft.answers[number] ?? {};
}

function isCount(text = ""): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= LONGEST_DAYS;
}

function isLong(text = "", least: number): boolean {
  return [...text].length >= least;
}

function isShare(text = ""): boolean {
  return !text || (/^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100);
}

function isBond({ kind, amount = "", payer_account_name, reference }: Readonly<Record<string, string>>): boolean {
  return Boolean(kind) && (parseFen(amount) ?? 0n) > 0n && isLong(payer_account_name, 2) && isLong(reference, 4);
}

function first(names: readonly string[]): string {
  return names.length > 1 ? `${names[0]}等` : names[0]!;
}
