"""Papers of an acceptance: test reports, sealed samples, records."""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, DRAFT
from lucai.stages.acceptance.acceptances.models import Acceptance
from lucai.stages.acceptance.acceptances.schemas import AttachmentIn
from lucai.stages.acceptance.acceptances.services.hands import own

MOST = 50


@command
def attach(
    actor: Actor, *, contract_number: str, number: int, attachment: AttachmentIn, file: object
) -> None:
    """Attach a paper while the acceptance is being written.

    Raises:
        InvalidInput: no file, one that is not what it says, or too many (message at ``file``).
        WrongState: it lies with the supplier already.
    """
    row = _drafting(actor, contract_number, number)
    if file is None:
        raise InvalidInput({"file": "请选择文件"})
    if len(row.attachments) >= MOST:
        raise InvalidInput({"file": f"一次验收最多保存 {MOST} 份材料"})
    kept = keep_upload(actor, file, field="file")
    line = {
        "file_id": kept.pk, "name": kept.name, "size": kept.size, "sm3": kept.sm3,
        "kind": attachment.kind.value, "note": attachment.note,
    }  # fmt: skip
    row.change(attachments=[*row.attachments, line])
    note(
        actor, row, ACCEPTANCE, "attach", label=f"提交{attachment.kind.label}",
        body={"kind": line["kind"], "sm3": line["sm3"]},
    )  # fmt: skip


@command
def drop_attachment(actor: Actor, *, contract_number: str, number: int, file_id: int) -> None:
    """Take a paper out again, while the acceptance is being written; the journal keeps its digest."""
    row = _drafting(actor, contract_number, number)
    kept = [one for one in row.attachments if one["file_id"] != file_id]
    if len(kept) == len(row.attachments):
        raise NotFound("没有找到这份材料。")
    row.change(attachments=kept)
    note(actor, row, ACCEPTANCE, "drop_attachment", label="移除验收材料", body={"file": file_id})


def _drafting(actor: Actor, contract_number: str, number: int) -> Acceptance:
    demand(actor, DRAFT.permission)
    row = own(actor, contract_number, number)
    if row.state != "drafting":
        raise WrongState(f"验收{ACCEPTANCE.states[row.state]}，不能再改动材料。")
    return row
