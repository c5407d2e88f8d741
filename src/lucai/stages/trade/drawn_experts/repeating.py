"""A draw repeated for its page: each claim with its verdict, each stop of the walk with its seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lucai.stages.trade.draws.drawing import PARTIES, said_of
from lucai_trust.draw import Leaving, Outcome
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import PASSED, SEATED, WAITING, DrawRecord

CLAIMS = {
    "pool": "候选名单的摘要与公布的名单根一致",
    "commitments": "各方公布的随机数与事先的承诺一致",
    "checkpoint": "名单和承诺在种子产生以前已经记入公开日志",
    "seed": "种子由名单、规则、各方随机数和日志检查点算出",
    "order": "按种子排出的次序依次抽取，没有跳过任何人",
    "places": "各专业名额、同一单位人数符合抽取规则，空出的席位按次序递补",
    "openings": "就座的专家都在封存的名单中",
}
OUTCOMES = {
    Outcome.TAKEN: "抽中",
    Outcome.QUOTA: "该专业名额已满",
    Outcome.EMPLOYER: "同一单位人数已满",
    Outcome.BARRED: "应当回避",
    Outcome.UNAVAILABLE: "已不在库",
    Outcome.RESERVE: "候补",
}
LEAVING = {
    Leaving.DECLINED: "答复不能参加",
    Leaving.SILENT: "没有按时答复",
    Leaving.RECUSED: "已回避",
    Leaving.REPLACED: "已更换",
}
FATES = {WAITING: "没有递补", SEATED: "已递补", PASSED: "不能递补"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the walk."""

    number: int
    position: int
    leaf: str
    outcome: str
    seat: int | None
    left: bool
    after: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the repetition found of one claim."""

    label: str
    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RepeatedDraw:
    """A draw with everything it was made of and what repeating it found."""

    draw_id: str
    hash_name: str
    rule: str
    count: int
    root: str
    pool_entry: int
    seed: str
    checkpoint: str
    parties: tuple[tuple[str, str, str, int, str], ...]
    absent: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    walk: tuple[Stop, ...]

    @property
    def holds(self) -> bool:
        """Whether every claim holds."""
        return all(claim.holds for claim in self.claims)


def repeat(record: DrawRecord, places: Mapping[str, int]) -> RepeatedDraw:
    """Repeat a draw.

    Args:
        places: the seats of the experts who may be named, by expert.
    """
    return RepeatedDraw(
        draw_id=record.draw_id,
        hash_name=record.hash_name,
        rule=record.rule_json,
        count=len(record.leaves),
        root=record.root.hex(),
        pool_entry=record.pool_entry,
        seed=record.seed.hex(),
        checkpoint=record.checkpoint,
        parties=tuple(
            (PARTIES[one.id], one.commitment.hex(), one.nonce.hex(), one.entry, said_of(one))
            for one in record.parties
        ),
        absent=tuple((PARTIES[one.id], one.why) for one in record.absent or ()),
        claims=tuple(Claim(CLAIMS[c.claim], c.holds, c.reason) for c in check_draw(record)),
        walk=_stops(record, places),
    )


def _stops(record: DrawRecord, places: Mapping[str, int]) -> tuple[Stop, ...]:
    opened = {opening.position: opening.expert for opening in record.openings}
    fates = {one.position: FATES[one.fate] for one in record.reserves}
    reasons = {one.position: LEAVING[one.why] for one in record.reasons or ()}
    return tuple(
        Stop(
            number=number,
            position=call.position,
            leaf=record.leaves[call.position].hex(),
            outcome=OUTCOMES[call.outcome],
            seat=places.get(opened.get(call.position, "")),
            left=call.position in record.left,
            after="，".join(
                said for told in (fates, reasons) if (said := told.get(call.position, ""))
            ),
        )
        for number, call in enumerate(record.calls, 1)
    )
