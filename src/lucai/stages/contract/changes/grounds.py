"""Why a signed contract may be altered: the legal grounds, and what each allows."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "supplement": "补充合同（追加）",
    "change": "变更",
    "suspension": "中止履行",
    "resumption": "恢复履行",
    "termination": "终止合同",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground.

    Attributes:
        kinds: what it may be given for.
        alone: whether one side may act on it without the other's consent.
        compensated: whether the buyer owes a compensation.
    """

    label: str
    cites: tuple[str, ...]
    kinds: frozenset[str]
    alone: bool = False
    compensated: bool = False


GROUNDS = {
    "same_object": Ground(
        label="追加与合同标的相同的货物、工程或者服务，不改变其他条款",
        cites=("政府采购法/49",),
        kinds=frozenset({"supplement"}),
    ),
    "agreed": Ground(
        label="双方协商一致，不改变标的、数量、价款等实质性内容",
        cites=("民法典/543", "政府采购法/50"),
        kinds=frozenset({"change"}),
    ),
    "force_majeure": Ground(
        label="不可抗力或者其他不能归责于双方的原因",
        cites=("民法典/563", "政府采购法/50"),
        kinds=frozenset({"change", "suspension", "termination"}),
    ),
    "public_interest": Ground(
        label="继续履行将损害国家利益和社会公共利益",
        cites=("政府采购法/50",),
        kinds=frozenset({"change", "suspension", "termination"}),
        alone=True,
    ),
    "challenge": Ground(
        label="质疑、投诉事项可能影响中标结果，依法中止履行",
        cites=("政府采购法实施条例/54",),
        kinds=frozenset({"suspension"}),
        alone=True,
    ),
    "breach": Ground(
        label="对方根本违约，依法解除合同",
        cites=("民法典/563",),
        kinds=frozenset({"termination"}),
        alone=True,
    ),
    "purchaser": Ground(
        label="采购人自身原因（规划、预算等调整），依法补偿供应商",
        cites=("财库〔2019〕38号/三", "政府采购法/50"),
        kinds=frozenset({"change", "suspension", "termination"}),
        compensated=True,
    ),
    "resolved": Ground(
        label="中止履行的原因已经消除",
        cites=("政府采购法/50",),
        kinds=frozenset({"resumption"}),
    ),
}
