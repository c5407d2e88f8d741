"""The claims about the bids themselves: who made them, what they hold, what was read out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lucai_trust.encoding import Json, parse_canonical
from lucai_trust.envelope.forms import Form, text_of
from lucai_trust.envelope.header import Bidder
from lucai_trust.envelope.opening import check_bidder_secret, header_key
from lucai_trust.envelope.releases import released_shares
from lucai_trust.envelope.shares import open_stage
from lucai_trust.errors import EncodingRefused
from lucai_trust.verifier.certificates import Certificate, check_path
from lucai_trust.verifier.findings import CULPRITS, Absent, Broken, demand
from lucai_trust.verifier.index import PackedEnvelope
from lucai_trust.verifier.log_claims import LogClaims
from lucai_trust.verifier.revocation import check_revocation

RECORD_TYPE = "lucai-opening-record/1"
PRICE_PART = "offer"
LONGEST_OFFER = 1 << 23
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?", re.ASCII)
_NOTHING_OPENED = Absent("nothing_opened", "没有开启任何投标")


class BidClaims(LogClaims):
    """P4 to P7 and P12."""

    def bids_were_signed(self) -> str:
        """P4."""
        if not self.package.opened:
            raise _NOTHING_OPENED
        if not self.trust.roots:
            raise Absent("no_roots", "信任文件没有列出任何证书颁发机构")
        names: list[str] = []
        unseen: list[str] = []

        def check(packed: PackedEnvelope) -> None:
            at = self.receipted(packed).statement.received_at
            for signature in self.header(packed).signatures:
                leaf, *helpers = map(Certificate.parse, signature.certificates)
                demand(leaf.may_sign, "certificate_not_for_signing", "证书不是签名证书")
                path = check_path(self.trust.roots, leaf, helpers, at)
                names.append(leaf.name)
                if not check_revocation(path, self.revocation_lists(), at):
                    unseen.append(leaf.name)

        self.each(self.package.opened, check)
        return f"签名与证书链均有效：{'、'.join(names)}。{_revocation_words(names, unseen)}"

    def contents_are_the_sealed(self) -> str:
        """P5."""
        opened, parts = self.package.opened, 0
        if not opened:
            raise _NOTHING_OPENED

        def check(packed: PackedEnvelope) -> None:
            nonlocal parts
            self.receipted(packed)
            self.header(packed)
            if packed.bidder_secret is not None:
                check_bidder_secret(self.envelope(packed), packed.bidder_secret)
            for part in packed.parts:
                for _ in self.content(packed, part.number):
                    pass
                parts += 1

        self.each(opened, check)
        return f"{len(opened)} 份投标、{parts} 个文件与回执、密钥承诺和分块指纹逐一相符"

    def shares_were_right(self) -> str:
        """P6."""
        shown = [packed for packed in self.package.live if self.shares_given(packed)]
        if not shown:
            why = "公开的核验包不含份额（没有投标人密钥组时，份额能打开全部内容）"
            raise Absent("shares_not_shown", why)
        deadline, count = self.policy().deadline, 0

        def check(packed: PackedEnvelope) -> None:
            nonlocal count
            releases = self.releases(packed)
            in_time = all(each.at >= deadline for each in releases)
            demand(in_time, "release_early", "有份额在截止前放出")
            count += len(releases)
            if packed.fault is not None:
                return
            policy, envelope = self.policy_of(packed), self.envelope(packed)
            stage = open_stage(policy, envelope, policy.opening_stage, released_shares(releases))
            if stage.faults:
                raise stage.faults[0]
            same = header_key(policy, envelope, stage) == packed.header_key
            demand(same, "header_key_of_another", "份额算出的钥匙不是公布的那把")

        self.each(shown, check)
        return f"{count} 个份额都由持有方签名，且与投标时的承诺相符"

    def faults_are_right(self) -> str:
        """P7."""
        faulty = [packed for packed in self.package.live if packed.fault is not None]
        if not faulty:
            raise Absent("no_faults", "所有投标都已打开")
        said: list[str] = []
        unseen: list[Absent] = []

        def check(packed: PackedEnvelope) -> None:
            try:
                said.append(self._checked_fault(packed))
            except Absent as absent:
                unseen.append(absent)

        self.each(faulty, check)
        if unseen and not said:
            raise unseen[0]
        return f"责任方：{'；'.join([*said, *(each.why for each in unseen)])}"

    def prices_are_those(self) -> str:
        """P12."""
        record = self.package.index.record
        if record is None:
            raise Absent("no_record", "核验包中没有开标记录")
        form = Form.parse(self.package.read(record), RECORD_TYPE, "policy", "openedAt", "bids")
        policy, opened = self.policy(), self.package.opened
        mine = form.octets("policy", 32) == policy.hash
        demand(mine, "record_of_another", "开标记录属于另一版规则")
        in_time = form.moment("openedAt") >= policy.deadline
        demand(in_time, "opened_early", "开标早于截止时间")
        lines = form.items("bids", _line)
        demand(len(lines) == len(opened), "record_count", "开标记录的家数与开启的投标不同")
        by_envelope = {line.octets("envelope", 32): line for line in lines}

        def check(packed: PackedEnvelope) -> None:
            line = by_envelope.get(self.envelope(packed).hash)
            if line is None:
                raise Broken("record_missing", "开标记录没有它")
            self._check_line(packed, line)

        self.each(opened, check)
        aside = [line.text("aside") for line in lines if line.members["aside"] is not None]
        more = f"；{len(aside)} 份打开后没有采用：{'；'.join(aside)}" if aside else ""
        return f"{len(lines)} 份的名称和报价与投标文件一致{more}"

    def _checked_fault(self, packed: PackedEnvelope) -> str:
        stated, found = packed.fault, self.fault(packed)
        assert stated is not None
        if found is None:
            raise Broken("fault_not_found", "记录说打不开，实际可以打开")
        holders = found.holders
        same = (stated.culprit, stated.holders) == (found.culprit.value, holders)
        demand(same, "fault_of_another", f"核验结果是责任在{CULPRITS[found.culprit]}，与记录不同")
        said, denying = self.unopened(packed), self.contradicted(packed)
        more = _words([each for each in said if each not in denying], "，无从核对")
        more += _words(sorted(denying), "，而它在递交时签名确认过能打开")
        return CULPRITS[found.culprit] + (f"（{'、'.join(holders)}）" if holders else "") + more

    def _check_line(self, packed: PackedEnvelope, line: Form) -> None:
        inner = self.header(packed).inner
        same = line.items("bidders", Bidder.of) == inner.bidders and line.text("lot") == inner.lot
        demand(same, "record_bidder", "开标记录的投标人或采购包与投标文件不同")
        read_out = line.optional("fen", lambda _: line.number("fen"))
        if line.optional("aside", text_of) is not None:
            demand(read_out is None, "record_price", "没有采用的投标不应唱出报价")
            return
        price = self._price(packed)
        why = f"唱出 {read_out} 分，报价文件是 {price} 分"
        demand(read_out == price, "record_price", why)

    def _price(self, packed: PackedEnvelope) -> int | None:
        """Return the price in 分 that an envelope holds; nothing where its part is not shown."""
        shown = {part.number for part in packed.parts}
        for listed in self.header(packed).inner.parts:
            if listed.part == PRICE_PART and listed.number in shown:
                return price_of(self._small(packed, listed.number))
        return None

    def _small(self, packed: PackedEnvelope, number: int) -> bytes:
        content = bytearray()
        for piece in self.content(packed, number):
            content += piece
            demand(len(content) <= LONGEST_OFFER, "offer_too_long", "报价文件过长")
        return bytes(content)


def _revocation_words(names: Sequence[str], unseen: Sequence[str]) -> str:
    if not unseen:
        return "随附的吊销列表表明，证书当时都没有被吊销"
    whose = "" if len(unseen) == len(names) else f"{'、'.join(unseen)} 的证书"
    return f"{whose}没有随附说明当时情况的吊销列表，是否被吊销须另查"


def _words(holders: Sequence[str], what: str) -> str:
    return f"，{'、'.join(holders)} 签名称封给它的份额打不开{what}" if holders else ""


def price_of(offer: bytes) -> int | None:
    """Return the price in 分 of an offer's JSON; nothing where it names none that can be read."""
    try:
        content = parse_canonical(offer)
    except EncodingRefused:
        return None
    typed: Json = content.get("price") if isinstance(content, dict) else None
    if not isinstance(typed, str):
        return None
    cleaned = re.sub("[,，]", "", typed.strip(" ")).removesuffix("元")
    match = _AMOUNT.fullmatch(cleaned)
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _line(value: Json) -> Form:
    return Form.of(value, "envelope", "lot", "bidders", "fen", "aside")
