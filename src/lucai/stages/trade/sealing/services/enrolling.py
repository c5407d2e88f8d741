"""Making the keys of holders known; the private halves never come here."""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.lifecycle import ENROL, RECOVERERS
from lucai.stages.trade.sealing.models import ShareHolder
from lucai.stages.trade.sealing.policies import PARTIES, WITNESS
from lucai.stages.trade.sealing.selectors import own_holder
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.errors import TrustError
from lucai_trust.suites import suite_named


@command
def enrol_holder(actor: Actor, *, suite: str, opens: str, signs: str) -> str:
    """Enrol the organisation's own keys, or put new ones in the place of the old; return the code.

    Openings already announced keep the keys their policy names. Who supervises, and a notary,
    holds no share of an opening: its keys are of those that can stand in for a supplier (恢复组).

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: these are no public keys of the suite.
    """
    demand(actor, ENROL.permission)
    if held := own_holder(actor.viewer, suite):
        held.change(until=clock.now())
    row = ShareHolder(
        code=f"party-{chance.token_hex(8)}",
        group=_group_of(actor.viewer),
        kind="human",
        suite=suite,
        organisation_id=actor.viewer.organisation,
        organisation_name=actor.viewer.organisation_name,
        region=actor.viewer.region,
        opens=opens,
        signs=signs,
        since=clock.now(),
    )
    return _keep(actor, row, "登记开标密钥")


@command
def enrol_server(
    actor: Actor,
    *,
    code: str,
    organisation: str,
    suite: str,
    opens: str,
    signs: str,
    address: str,
    group: str = WITNESS,
) -> str:
    """Enrol an automatic holder: a share server that another body runs; again changes nothing.

    ``group``: of the witnesses, or of those that only recover bids (``recovery``).
    """
    with system_access("holders of the installation"):
        held = ShareHolder.objects.filter(code=code).first()
    if held:
        _note(actor, held, "核对自动开标密钥服务")
        return code
    row = ShareHolder(
        code=code,
        group=group,
        kind="automatic",
        suite=suite,
        organisation_name=organisation,
        opens=opens,
        signs=signs,
        address=address,
        since=clock.now(),
    )
    return _keep(actor, row, "登记自动开标密钥服务")


def _group_of(viewer: Viewer) -> str:
    return RECOVERY if viewer.side in RECOVERERS else PARTIES


def _keep(actor: Actor, row: ShareHolder, label: str) -> str:
    try:
        suite = suite_named(row.suite)
        suite.check_opener(bytes.fromhex(row.opens))
        suite.check_signer(bytes.fromhex(row.signs))
    except (TrustError, ValueError) as error:
        raise InvalidInput({"opens": "这不是有效的公钥，请重新生成密钥后登记"}) from error
    with system_access("begin"):
        row.save(force_insert=True)
    _note(actor, row, label)
    return row.code


def _note(actor: Actor, row: ShareHolder, label: str) -> None:
    record(
        actor,
        Entry(
            event="trade.shareHolder.enrol",
            object_type="trade.shareHolder",
            object_key=row.code,
            label=label,
            heading=row.organisation_name,
            region="",
            public=True,
            body={"holder": row.code, "suite": row.suite, "opens": row.opens, "signs": row.signs},
        ),
    )
