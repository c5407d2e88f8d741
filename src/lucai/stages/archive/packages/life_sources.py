"""The papers of what happened to a contract besides the plain course: points, changes, breaches, bonds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import files_attached
from lucai.stages.acceptance.warranties.selectors import faults_of
from lucai.stages.archive.packages.dossier import ANY, Dossier, Piece, Source
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.contract.changes.selectors import changes_of
from lucai.stages.contract.contracts.selectors import ContractCard, contracts_of_project
from lucai.stages.contract.points.selectors import points_of
from lucai.stages.contract.securities.selectors import security_of
from lucai.stages.performance.breaches.selectors import breaches_of
from lucai.stages.performance.milestones.selectors import milestones_of
from lucai.stages.trade.negotiations.selectors import negotiated_lots, negotiation_seen

CONTRACT, PERFORMANCE, EVALUATION = "09-合同", "10-履约验收", "06-评审"


def _contracts(dossier: Dossier) -> list[ContractCard]:
    return contracts_of_project(dossier.eyes, dossier.number)


def _negotiations(dossier: Dossier) -> Iterator[Piece]:
    """谈判、磋商、询价的记录和最后报价 (74号令 art 13, 214号 art 17)."""
    for lot in negotiated_lots(dossier.eyes, dossier.number):
        sheet = negotiation_seen(dossier.eyes, dossier.number, lot)
        yield Piece(f"谈判磋商记录-包{lot}.json", as_json(sheet))


def _points(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        if found := points_of(dossier.eyes, card.number):
            yield Piece(f"合同条款协商-{card.number}.json", as_json(found))


def _changes(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for one in changes_of(dossier.eyes, card.number):
            if one.effective_at:
                yield Piece(f"合同变更-{card.number}-{one.number}.json", as_json(one))


def _securities(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        bond = security_of(dossier.eyes, card.number)
        if not bond:
            continue
        yield Piece(f"履约保证金-{card.number}.json", as_json(bond))
        if file_id := bond.paper.get("file_id"):
            pk = int(str(file_id))
            file = files_attached(dossier.eyes, [pk])[pk]
            yield Piece(f"履约保证金-{card.number}-{file.name}", stored=file)


def _milestones(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        if found := milestones_of(dossier.eyes, card.number):
            yield Piece(f"履约节点-{card.number}.json", as_json(found))


def _breaches(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for one in breaches_of(dossier.eyes, card.number):
            name = f"违约处理-{card.number}-{one.number}"
            yield Piece(f"{name}.json", as_json(one))
            if file_id := one.evidence.get("file_id"):
                pk = int(str(file_id))
                file = files_attached(dossier.eyes, [pk])[pk]
                yield Piece(f"{name}-{file.name}", stored=file)


def _faults(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        try:
            found = faults_of(dossier.eyes, card.number)
        except NotFound:
            continue
        if found:
            yield Piece(f"质保报修-{card.number}.json", as_json(found))


def sources() -> Iterable[Source]:
    """Return the papers that are there only where such a thing happened."""
    both = "采购人、供应商"
    return (
        Source(key="negotiations", group=EVALUATION, title="谈判、磋商、询价记录",
               read=_negotiations, owner="评审委员会", cites=("政府采购法/42", "财政部令第74号/13")),
        Source(key="points", group=CONTRACT, title="合同条款协商记录", read=_points, owner=both,
               core=False, files=ANY),
        Source(key="changes", group=CONTRACT, title="合同变更、中止、终止", read=_changes,
               owner=both, cites=("政府采购法/49", "政府采购法/50"), files=ANY),
        Source(key="performance_securities", group=CONTRACT, title="履约保证金", read=_securities,
               owner="供应商", core=False, cites=("政府采购法实施条例/48",), files=ANY),
        Source(key="milestones", group=PERFORMANCE, title="履约节点", read=_milestones, owner=both,
               core=False, files=ANY),
        Source(key="breaches", group=PERFORMANCE, title="违约处理", read=_breaches, owner=both,
               core=False, files=ANY),
        Source(key="faults", group=PERFORMANCE, title="质保期报修", read=_faults, owner=both,
               core=False, files=ANY),
    )  # fmt: skip
