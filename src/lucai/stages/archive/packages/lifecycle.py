"""The life of an archive package."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.stages.archive.packages import rules

PACKAGE = Lifecycle(
    of="archive.archivePackage",
    title="采购档案",
    initial="collecting",
    states={"collecting": "整理中", "archived": "已归档"},
    page="/rooms/{row.project_number}/archive/",
    final=frozenset({"archived"}),
    steps=(
        Step(
            name="archive",
            label="归档",
            source=frozenset({"collecting"}),
            target="archived",
            by=(Side.AGENCY,),
            rules=(rules.gaps_are_explained, law.papers_are_unaltered, rules.papers_are_all_there),
            duty="核对采购档案并归档",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="seal/",
        ),
    ),
)
