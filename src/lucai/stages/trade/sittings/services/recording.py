"""Keeping recordings: each piece under its digest, the digest in the journal."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.files.kinds import Kind
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.sittings import ports
from lucai.stages.trade.sittings.lifecycle import SITTING
from lucai.stages.trade.sittings.measures import LARGEST_CHUNK
from lucai.stages.trade.sittings.models import (
    WATCHER,
    SittingAttendance,
    SittingRecording,
)
from lucai.stages.trade.sittings.ports import RecordedPiece, RecorderRefused
from lucai.stages.trade.sittings.schemas import ChunkIn
from lucai.stages.trade.sittings.selectors import Window, window_of

WEBM = Kind("webm", "WebM 录音录像", "video/webm", (".webm",), (b"\x1a\x45\xdf\xa3",))
MP4 = Kind("mp4", "MP4 录音录像", "video/mp4", (".mp4",), (b"\x00\x00\x00",))


@command
def keep_piece(actor: Actor, *, project_number: str, form: ChunkIn, upload: object) -> None:
    """Keep one piece that a window recorded; sent a second time it is refused.

    Raises:
        NotFound, WrongState: no window of this sitting, or the sitting is not on.
        InvalidInput: no recording, too large, or kept already.
    """
    window = window_of(actor.viewer, project_number)
    if window.role == WATCHER:
        raise WrongState("监督人员只看不录。")
    if window.sitting.state != "live":
        raise WrongState("评审会开始以后录音录像。")
    _demand_new(actor, window, form)
    file = keep_upload(actor, upload, field="piece", allowed=(WEBM, MP4), limit=LARGEST_CHUNK)
    now = clock.now()
    piece = RecordedPiece(
        project_number, window.seat, form.peer, form.number, file.sha256, file.size
    )
    try:
        receipt = ports.note(piece, now)
    except RecorderRefused as error:
        raise InvalidInput({"piece": str(error)}) from error
    SittingRecording(
        sitting=window.sitting, seat=window.seat, peer=form.peer, number=form.number,
        seconds=form.seconds, file_id=file.pk, sha256=file.sha256, sm3=file.sm3, size=file.size,
        receipt=receipt, at=now,
    ).save(force_insert=True)  # fmt: skip
    body = {
        "seat": window.seat, "peer": form.peer, "number": form.number, "size": file.size,
        "sha256": file.sha256, "sm3": file.sm3,
    }  # fmt: skip
    note(actor, window.sitting, SITTING, "record", label="留存录音录像片段", body=body)


def _demand_new(actor: Actor, window: Window, form: ChunkIn) -> None:
    with system_access("recordings of the own sitting"):
        own = SittingAttendance.objects.filter(
            sitting=window.sitting, person_id=actor.viewer.person, peer=form.peer
        )
        if not own.exists():
            raise WrongState("这个窗口已经不在评审会中，请刷新页面。")
        kept = SittingRecording.objects.filter(
            sitting=window.sitting, peer=form.peer, number=form.number
        )
        if kept.exists():
            raise InvalidInput({"piece": "这个片段已经留存"})
