"""No read without a viewer, no write without an actor."""

import inspect
from collections.abc import Callable

from tests.house.modules import public_functions

# Parts of a read or a write whose viewer or actor stands one call higher, each with its reason.
PARTS = {
    "lucai.platform.access.selectors.card": "shows a row that is in hand",
    "lucai.platform.files.selectors.card": "shows a row that is in hand",
    "lucai.platform.files.services.path_of": "a path from a digest; reads and writes nothing",
    "lucai.platform.duties.services.due": "a date from a rule; reads and writes nothing",
    "lucai.platform.duties.services.follow": "the frame of a step, which has the actor",
    "lucai.platform.duties.services.open_for": "the frame of a step, which has the actor",
    "lucai.platform.duties.services.settle": "the frame of a step, which has the actor",
    "lucai.platform.pki.selectors.holder_of": "shows a certificate that is in hand",
    "lucai.platform.pki.services.check_past_signature": "judges a signature; writes nothing",
    "lucai.platform.pki.services.check_signature": "judges a signature; writes nothing",
    "lucai.stages.archive.packages.selectors.package_line": "shows a row that is in hand",
    "lucai.stages.plan.intentions.selectors.card_of": "shows a row that is in hand",
    "lucai.stages.plan.intentions.selectors.content_of": "shows a row that is in hand",
    "lucai.stages.plan.plans.selectors.card_of": "shows a row that is in hand",
    "lucai.stages.plan.plans.selectors.cases.passed": "looks at rows that are in hand",
    "lucai.stages.plan.plans.selectors.total_of": "multiplies; reads nothing",
    "lucai.stages.trade.bids.selectors.sealing.sealing_checks": "names rules; reads nothing",
    "lucai.stages.trade.openings.selectors.reading_out.read_out": "asked by a port, of a public act",
    "lucai.stages.trade.evaluations.selectors.sheets.phase_of": "names a state; reads nothing",
    "lucai.stages.trade.projects.selectors.joint.closed_for": "looks at a card that is in hand",
    "lucai.stages.trade.projects.selectors.joint.misfits": "looks at what is in hand",
    "lucai.stages.trade.projects.selectors.joint.joint_facts": "looks at a row that is in hand",
    "lucai.stages.trade.projects.selectors.joint.unit_card": "asked once the unit's own page is seen",
    "lucai.stages.trade.projects.selectors.joint.units_joined": "who buys jointly stands in the notice; of nobody",
    "lucai.stages.trade.projects.selectors.joint.plans_joined": "as above",
    "lucai.stages.trade.projects.selectors.joint.units_facts": "facts of a step, which has the actor",
    "lucai.stages.trade.projects.selectors.joint.demand_answers": "facts of a step, which has the actor",
    "lucai.stages.trade.documents.selectors.document.is_out_of_draft": "asked by a port, of a state alone",
    "lucai.stages.trade.sealing.services.asking.asked_lot": "part of a command, which has the actor",
    "lucai.platform.lives.services.register_guests": "wiring; reads and writes nothing",
    "lucai.stages.contract.contracts.services.hands.units_wait": "looks beside a row that is in hand",
    "lucai.stages.plan.plans.services.checks.cost_of": "adds up a form; writes nothing",
    "lucai.stages.plan.plans.services.checks.demand_sound": "looks at a form; writes nothing",
    "lucai.stages.trade.frameworks.services.planning.gate_of": "looks at a row that is in hand",
    "lucai.stages.trade.sealing.selectors.published.policy_in_log": "a public entry; of nobody",
    "lucai.stages.trade.sealing.services.shares.denying_of": "looks at a row that is in hand",
    "lucai.stages.trade.sealing.services.shares.given_of": "looks at rows that are in hand",
    "lucai.stages.trade.sealing.services.shares.keep_share": "part of a command, which has the actor",
    "lucai.stages.trade.sealing.services.shares.locked_lot": "part of a command, which has the actor",
    "lucai.stages.trade.sealing.services.shares.policy_of": "looks at rows that are in hand",
    "lucai.stages.trade.sealing.services.shares.sealed_registry": "part of a command: as above",
    "lucai.stages.trade.sealing.services.heads.witnessed_head": "reads the log for an act that has its actor",
    "lucai.stages.trade.sealing.services.heads.shared_head": "the log's head; of nobody",
    "lucai.stages.trade.sealing.services.packages.judge_lots": "a package is read: its viewer stands first",
    "lucai.stages.trade.sealing.services.packages.package_file": "a package is read: its viewer stands first",
    "lucai.stages.trade.sealing.services.packages.package_offer": "a package is read: its viewer stands first",
    "lucai.stages.trade.sealing.services.packages.round_package": "a package is read: its viewer stands first",
    "lucai.stages.trade.rounds.services.rounds.archive_package": "a package is read: its viewer stands first",
    "lucai.stages.trade.rounds.services.rounds.can_be_proven": "a package is looked for: as above",
    "lucai.stages.trade.rounds.services.rounds.package": "a package is read: its viewer stands first",
    "lucai.stages.trade.sealing.services.packages.archive_package": "a package is read: as above",
    "lucai.stages.trade.sealing.services.packages.can_be_proven": "as above",
    "lucai.stages.trade.sealing.services.packages.opening_can_be_proven": "as above",
    "lucai.stages.trade.sealing.services.packing.altered_parts": "looks at a row that is in hand",
    "lucai.stages.trade.sealing.services.packing.is_wrong": "looks at a release that is in hand",
    "lucai.stages.trade.sealing.services.receipts.placed": "rows in hand, and the log's head; of nobody",
    "lucai.stages.trade.sealing.services.receipts.question": "spells what is in hand; writes nothing",
    "lucai.stages.trade.sealing.services.receipts.receipts_of": "signs what is in hand; writes nothing",
    "lucai.stages.trade.sealing.services.receipts.words_of": "asks others about what is in hand; of nobody",
    "lucai.stages.trade.sealing.services.packing.trust_file": "public keys; reads and writes nothing else",
    "lucai.stages.trade.awards.selectors.lot_limit": "looks at a row that is in hand",
    "lucai.stages.trade.bid_clarifications.selectors.leads": "looks at a sheet that is in hand",
    "lucai.stages.trade.bids.selectors.bonds.late_fee": "multiplies; reads nothing",
    "lucai.stages.trade.evaluations.services.moving.keep_marks": "part of a command, which has the actor",
    "lucai.stages.trade.groups.services.sheets.open_all": "part of a command, which has the actor",
    "lucai.stages.trade.evaluations.selectors.dark.code_for": "looks at a row that is in hand",
    "lucai.stages.trade.evaluations.selectors.dark.in_order": "looks at rows that are in hand",
    "lucai.stages.trade.evaluations.selectors.dark.is_veiled": "looks at a row that is in hand",
    "lucai.stages.trade.evaluations.selectors.dark.real_code": "looks at rows that are in hand",
    "lucai.stages.trade.evaluations.selectors.sheets.gaps_of": "looks at rows that are in hand",
    "lucai.stages.trade.evaluations.selectors.enough.enough_left": "judges a row that is in hand",
    "lucai.stages.trade.evaluations.selectors.together.leads_about": "compares bids that are in hand",
    "lucai.stages.trade.cooperations.selectors.judging.factors_of": "looks at a row that is in hand",
    "lucai.stages.trade.cooperations.services.seating.found": "looks at a form; writes nothing",
    "lucai.stages.trade.groups.services.representatives.found": "looks at a form; writes nothing",
    "lucai.stages.trade.groups.services.seating.demand_changeable": "looks at a row that is in hand",
    "lucai.stages.trade.reevaluations.selectors.bids_to_name": "looks at a sheet that is in hand",
    "lucai.stages.trade.sealing.services.admitting.is_in": "whether an envelope is in; of nobody",
}
READS = dict(public_functions("selectors"))
WRITES = dict(public_functions("services"))


def first_parameter(function: Callable[..., object]) -> tuple[str, str]:
    for parameter in inspect.signature(function).parameters.values():
        kind = parameter.annotation
        return parameter.name, kind if isinstance(kind, str) else getattr(kind, "__name__", "")
    return "", ""


def test_every_selector_takes_its_viewer_first() -> None:
    names = sorted(set(READS) - set(PARTS))
    assert [name for name in names if first_parameter(READS[name]) != ("viewer", "Viewer")] == []
    assert len(names) > 100


def test_every_service_takes_its_actor_first() -> None:
    names = sorted(set(WRITES) - set(PARTS))
    assert [name for name in names if first_parameter(WRITES[name]) != ("actor", "Actor")] == []
    assert len(names) > 100


def test_every_exception_is_still_a_function() -> None:
    assert set(PARTS) <= set(READS) | set(WRITES)
