"""What ties an expert to firms, so that he must keep out of judging them (GP-EXP-04)."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Viewer
from lucai.registers.experts.namesakes import may_be, said_of
from lucai.registers.experts.selectors.pool import drawable_person
from lucai.registers.suppliers.selectors import FirmPerson


def ties_between(
    viewer: Viewer, person: int, codes: frozenset[str], people: Sequence[FirmPerson]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what ties an expert to firms: what is certain, and what a namesake may be.

    Certain are a former employer of the last years, a unit the expert named, and somebody of a
    firm with the same name and birthday.

    Args:
        codes: of the firms; ``people`` who runs, holds or works for them.
    """
    expert = drawable_person(viewer, person)
    if expert is None:
        return (), ()
    certain = ["三年内曾任职或者本人登记回避的供应商"] if expert.avoided_codes & codes else []
    possible: list[str] = []
    for one in may_be(expert, people):
        sure = one.born_on is not None and one.born_on == expert.born_on
        (certain if sure else possible).append(said_of(one))
    return tuple(certain), tuple(possible)
