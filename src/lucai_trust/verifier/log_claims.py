"""The claims about the log: what was public, received, sealed and recorded when."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

from lucai_trust import merkle
from lucai_trust.encoding import canonical
from lucai_trust.envelope.claims import read_claim
from lucai_trust.envelope.policy import HolderKind, Policy
from lucai_trust.envelope.receipts import Receipt, read_receipt
from lucai_trust.envelope.registry import RegistrySeal, dummy_leaf, padded_count
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import PolicyRefused, TrustError
from lucai_trust.proof import LogProof
from lucai_trust.verifier.evidence import Evidence, Receipted
from lucai_trust.verifier.findings import Absent, Broken, broken, demand
from lucai_trust.verifier.index import PackedEnvelope

BEIJING = timezone(timedelta(hours=8))
ROUND = "R-"
UNLIKE_A_ROUND = "密封报价须由至少两家单位的自动密钥服务共同开启，只密封报价一项，它的规则不是这样"


class LogClaims(Evidence):
    """P1 to P3 and P8 to P11."""

    def rules_were_public(self) -> str:
        """P1."""
        policies, reached = self.policies(), None
        for at, policy in enumerate(policies):
            logged = self.package.index.policies[at].logged
            _check_succession(policy, policies[at - 1] if at else None)
            demand(is_fit_for_its_round(policy), "round_unlike", UNLIKE_A_ROUND)
            named = self.body(logged).get("openingPolicy")
            same = named == policy.hash.hex()
            demand(same, "policy_of_another", f"第 {at + 1} 版规则与日志条目中的指纹不同")
            reached = self.logged(logged, policy).reached_at
        last = policies[-1]
        same = last.tender == self.package.index.tender
        demand(same, "tender_of_another", "规则属于另一个项目")
        in_time = reached is not None and reached <= last.deadline.timestamp()
        demand(in_time, "policy_late", "没有见证表明规则在截止前已公开")
        return f"见证时间 {shown(reached)}，截止 {shown(last.deadline)}"

    def bids_existed(self) -> str:
        """P2."""
        latest = 0

        def check(packed: PackedEnvelope) -> None:
            nonlocal latest
            latest = max(latest, self.receipted(packed).witnessed_at)

        envelopes = self.package.index.envelopes
        self.each(envelopes, check)
        return f"{len(envelopes)} 份，最晚的见证时间 {shown(latest)}"

    def bids_were_in_time(self) -> str:
        """P3."""
        deadline, seal = self.policy().deadline, self.seal_index()
        late: list[int] = []

        def check(packed: PackedEnvelope) -> None:
            receipted = self.receipted(packed)
            received = receipted.statement.received_at
            demand(received <= deadline, "receipt_late", "回执时间晚于截止时间")
            _check_before(receipted, seal)
            if receipted.witnessed_at > deadline.timestamp():
                late.append(receipted.witnessed_at)

        envelopes = self.package.index.envelopes
        self.each(envelopes, check)
        if late:
            raise Absent("witnessed_late", _unproven(len(envelopes), late))
        return f"{len(envelopes)} 份都在截止前被见证"

    def seal_index(self) -> int:
        """Return where the log has the registry's seal, under a checkpoint that counts."""
        logged = self.package.index.registry.logged
        self.logged(logged, self.policy())
        return LogProof.parse(self.package.read(logged.proof)).index

    def nothing_was_inserted(self) -> str:
        """P8."""
        seal = self.seal_index()
        self.each(self.package.live, lambda packed: _check_before(self.receipted(packed), seal))
        return f"封存登记是日志第 {seal} 条，所有投标都在它之前"

    def registry_is_complete(self) -> str:
        """P9."""
        registry = self.package.index.registry
        self.logged(registry.logged, self.policy())
        seal = RegistrySeal.parse(canonical(self.body(registry.logged).get("registrySeal")))
        self._check_seal(seal)
        live = [self.receipt(packed).statement.leaf for packed in self.package.live]
        accounted = sorted([*live, *map(dummy_leaf, registry.dummies)])
        exact = accounted == list(registry.leaves)
        demand(exact, "registry_unaccounted", "登记中有去向不明的条目，或少了条目")
        self.each(self.package.live, _check_outcome)
        claimed = [each for each in self.package.index.envelopes if each.claim is not None]
        self.each(claimed, self._check_claim)
        told = f"投标 {len(live)} 份，其余 {len(registry.dummies)} 条是占位"
        return f"登记 {seal.size} 条：{told}"

    def no_receipt_is_missing(self) -> str:
        """P10."""
        leaves = set(self.package.index.registry.leaves)

        def check(packed: PackedEnvelope) -> None:
            leaf = self.receipted(packed).statement.leaf
            demand(leaf in leaves, "receipt_missing", "平台给了回执，登记里却没有它")

        self.each(self.package.live, check)
        for encoded in self.beside:
            self._check_beside(encoded)
        count = len(self.package.live) + len(self.beside)
        return f"{count} 张回执都在登记中，或者由投标人自己撤回、替换"

    def history_is_one(self) -> str:
        """P11."""
        heads: dict[int, bytes] = {}
        for note, policy in self.notes():
            head = self.counted(note, policy).checkpoint
            same = heads.setdefault(head.size, head.root) == head.root
            demand(same, "log_forked", f"日志在 {head.size} 条时有两个根")
        sizes = sorted(heads)
        steps = self.package.index.consistency
        expected = list(itertools.pairwise(sizes))
        named = [(step.old, step.new) for step in steps]
        demand(named == expected, "consistency_missing", "一致性证明不是从每个检查点到下一个")
        for step in steps:
            holds = merkle.verify_consistency(
                step.old, step.new, list(step.path), heads[step.old], heads[step.new]
            )
            why = f"日志 {step.new} 条时的历史不是 {step.old} 条时的延续"
            demand(holds, "log_forked", why)
        return f"{len(sizes)} 个检查点都有足够见证，前后一致"

    def each(
        self, envelopes: Iterable[PackedEnvelope], work: Callable[[PackedEnvelope], None]
    ) -> None:
        """Do the same for several envelopes; a failure says which one."""
        for packed in envelopes:
            try:
                work(packed)
            except (Broken, TrustError) as error:
                found = broken(error)
                raise Broken(found.code, f"{packed.core}：{found.why}") from error

    def _check_seal(self, seal: RegistrySeal) -> None:
        leaves = self.package.index.registry.leaves
        mine = seal.policy == self.policy().hash
        demand(mine, "seal_of_another", "封存登记属于另一版规则")
        sized = seal.size == len(leaves) == padded_count(len(leaves))
        demand(sized, "registry_size", "登记的条数与封存时不同")
        ordered = list(leaves) == sorted(set(leaves))
        demand(ordered, "registry_order", "登记没有按顺序，或有重复")
        demand(merkle.root(leaves) == seal.root, "registry_root", "登记算不出封存时的根")

    def _check_claim(self, packed: PackedEnvelope) -> None:
        shut = packed.header_key is None and packed.fault is None
        demand(shut and not packed.releases and not packed.parts, "claimed_opened",
               "已撤回或替换的投标不应开启")  # fmt: skip
        signed = SignedStatement.parse(self.package.read(packed.claim or ""))
        envelope = self.envelope(packed)
        claim = read_claim(envelope, signed)
        in_time = claim.at <= self.policy().deadline
        demand(in_time, "claim_late", "截止之后才撤回或替换")
        if claim.new is None:
            return
        for other in map(self.envelope, self.package.index.envelopes):
            if other.hash == claim.new:
                names = other.core.previous == claim.old
                demand(names, "replacement_unnamed", "替换它的投标没有指明它")
                return
        raise Broken("replacement_missing", "替换它的投标不在核验包中")

    def _check_beside(self, encoded: bytes) -> None:
        """See that a receipt from the bidder's own hands was not left out."""
        statement = read_receipt(Receipt.parse(encoded), self.trust.platform_keys)
        mine = statement.policy in {policy.hash for policy in self.policies()}
        demand(mine, "receipt_of_another", "另给的回执属于另一个项目")
        claimed = [each for each in self.package.index.envelopes if each.claim is not None]
        known = {self.receipt(packed).statement.leaf for packed in claimed}
        there = statement.leaf in known | set(self.package.index.registry.leaves)
        demand(there, "receipt_withheld", "另给的一张回执，平台没有列入登记")


def _check_before(receipted: Receipted, seal: int) -> None:
    before = receipted.index is not None and receipted.index < seal
    demand(before, "after_seal", "它在日志中排在封存登记之后")


def _unproven(count: int, late: Sequence[int]) -> str:
    """Say what is proven of bids that no quorum saw before the deadline, and what is not."""
    others = count - len(late)
    rest = f"；其余 {others} 份都在截止前被见证" if others else ""
    return (
        f"{len(late)} 份在截止前没有足够的见证，最晚的见证时间 {shown(max(late))}：已证明它们那时已存在、"
        f"排在封存登记之前；截止前已收到，只有平台自己的说法{rest}"
    )


def shown(at: datetime | int | None) -> str:
    """Show a moment as it is read in Beijing."""
    moment = at if isinstance(at, datetime) else datetime.fromtimestamp(at or 0, UTC)
    moment = moment.astimezone(BEIJING)
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _check_outcome(packed: PackedEnvelope) -> None:
    told = (packed.header_key is None) == (packed.fault is not None)
    demand(told, "outcome_unclear", "它既没有开启也没有说明原因")


def _check_succession(policy: Policy, before: Policy | None) -> None:
    if before is None:
        demand(policy.version == 1, "policy_missing", "缺少第 1 版规则")
        return
    try:
        policy.needs_new_bids_after(before)
    except PolicyRefused as error:
        why = f"第 {policy.version} 版规则没有接着前一版，或把截止时间提前"
        raise Broken("policy_broken", why) from error


def is_fit_for_its_round(policy: Policy) -> bool:
    """Say whether a round's rules are those of rounds (sealed-bid.md §3); a tender's always are."""
    if not policy.tender.startswith(ROUND):
        return True
    holders = [each for group in policy.groups for each in group.holders]
    parts = [(each.name, each.required, each.published) for each in policy.parts]
    return (
        [(each.name, each.threshold) for each in policy.groups] == [("witness", 2)]
        and all(each.kind is HolderKind.AUTOMATIC for each in holders)
        and policy.bidder is None
        and parts == [("offer", True, True)]
    )
