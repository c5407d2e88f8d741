"""What is left out of the public text of a contract, and why (政府采购法实施条例 第五十条).

What is bought, models, unit prices and the amount are no business secret (财库〔2015〕135号):
they cannot be marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lucai.stages.contract.contracts.clauses import AnsweredRequirement, Terms

KINDS = {"state": "国家秘密", "commercial": "商业秘密", "personal": "个人隐私"}
OWN = {
    "quality": "质量与售后服务",
    "acceptance_plan": "履约验收方案",
    "breach": "违约责任",
    "other": "其他约定",
}


@dataclass(frozen=True, slots=True)
class Secret:
    """One part of the text that stays secret; ``by`` is the side that marked it."""

    key: str
    label: str
    kind: str
    reason: str
    by: str

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Markable:
    """A part of the text that may be marked."""

    key: str
    label: str
    text: str


def markable(terms: Terms) -> tuple[Markable, ...]:
    """Return what may be marked: requirements, the tender's clauses, the parties' own."""
    requirements = (
        Markable(
            f"requirement:{r.number}", f"要求 {r.number}", f"{r.text}　承诺：{r.response or '满足'}"
        )
        for r in terms.requirements
    )
    general = (Markable(f"clause:{heading}", heading, text) for heading, text in terms.general)
    own = (
        Markable(f"clause:{name}", label, terms.own[name])
        for name, label in OWN.items()
        if terms.own.get(name)
    )
    return (*requirements, *general, *own)


def withheld(terms: Terms, secrets: Iterable[Secret]) -> Terms:
    """Return the terms as everybody may read them: what is secret is not in them at all."""
    words = {one.key: f"（本项涉及{one.kind_label}，依法不予公开）" for one in secrets}
    if not words:
        return terms
    return replace(
        terms,
        requirements=tuple(_requirement(one, words) for one in terms.requirements),
        general=tuple(
            (heading, words.get(f"clause:{heading}", text)) for heading, text in terms.general
        ),
        own={name: words.get(f"clause:{name}", text) for name, text in terms.own.items()},
    )


def _requirement(one: AnsweredRequirement, words: dict[str, str]) -> AnsweredRequirement:
    said = words.get(f"requirement:{one.number}")
    return replace(one, text=said, response="不予公开") if said else one
