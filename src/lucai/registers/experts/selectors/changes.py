"""Reading what experts ask to change in their entries, side by side with what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import named_items
from lucai.law.library_rules import SENIOR
from lucai.law.regions import full_name
from lucai.platform.files.selectors import FileCard, attached_file
from lucai.platform.records.paging import Page, keyset
from lucai.registers.experts.lifecycle import CHANGE, CHANGEABLE, REFUSALS, TITLE_LEVELS
from lucai.registers.experts.models import ExpertChange
from lucai.registers.experts.rules import ChangeFacts
from lucai.registers.experts.selectors import expert_row

FIELDS = {
    "employer": "employer", "employer_uscc": "employer", "title": "title", "title_level": "title",
    "title_since": "title", "specialties": "specialties", "region": "region", "avoids": "avoids",
}  # fmt: skip
"""Each field of an entry that can be changed, and under what of ``CHANGEABLE`` it falls."""

PLAIN = tuple(name for name in FIELDS if name not in ("specialties", "avoids"))
DATED: dict[str, Callable[[str | None], date | None]] = {
    "title_since": lambda text: date.fromisoformat(text) if text else None
}
"""How a change keeps a field otherwise than the entry, and the way back."""

MOST = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """One field as it stood and as it is to be; ``counts`` says from when."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """A change as lists and its page show it."""

    number: str
    expert_number: str
    name: str
    about: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    grounds: str
    files: tuple[dict[str, Any], ...]
    asked_at: datetime
    review_until: date | None
    kind: str
    said: str
    decided_at: datetime | None
    decision_number: str
    state: str
    state_label: str
    own: bool
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/expert-changes/{self.number}/"

    @property
    def about_label(self) -> str:
        """What is to be changed, in words."""
        return "、".join(CHANGEABLE[one] for one in self.about)

    @property
    def kind_label(self) -> str:
        """Why it was refused, in words."""
        return REFUSALS.get(self.kind, "")

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Old and new side by side."""
        lines: tuple[tuple[str, str, Callable[[Any], tuple[str, ...]]], ...] = (
            ("任职单位", "employer", _text),
            ("任职单位代码", "employer_uscc", _text),
            ("职称", "title", _text),
            ("职称等级", "title_level", _level),
            ("职称取得日期", "title_since", _text),
            ("评审专业（品目）", "specialties", named_items),
            ("所在地区", "region", _region),
            ("需要回避的单位", "avoids", _units),
        )
        return tuple(
            Compared(label, said(self.before[name]), said(self.after[name]), self._counts(name))
            for label, name, said in lines
            if name in self.after
        )

    def _counts(self, name: str) -> tuple[str, ...]:
        before, after = self.before[name], self.after[name]
        if name not in ("specialties", "avoids"):
            moved = name == "employer" and "employer_uscc" in self.after
            return ("核准后生效", *(("新、原单位从申请时起都回避",) if moved else ()))
        more = any(one not in before for one in after)
        less = any(one not in after for one in before)
        if name == "specialties":
            words = ("增加的核准后生效", "去掉的提交时已撤回")
        else:
            words = ("新增的从申请时起回避", "不再回避的核准后生效")
        return tuple(text for text, there in zip(words, (more, less), strict=True) if there)

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def change_page(
    viewer: Viewer, *, words: str = "", state: str = "", about: str = "", after: str = ""
) -> Page[ChangeSheet]:
    """List changes of the region's experts, newest first, a page at a time."""
    rows = ExpertChange.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(number=words) | Q(expert_number=words))
    if state in CHANGE.states:
        rows = rows.filter(state=state)
    if about in CHANGEABLE:
        rows = rows.filter(about__contains=f",{about},")
    return keyset(rows, after, lambda row: _sheet(viewer, row, offers=False))


def changes_of(viewer: Viewer, expert_number: str) -> list[ChangeSheet]:
    """List what one expert asked to change, newest first."""
    rows = ExpertChange.objects.seen_by(viewer).filter(expert_number=expert_number)
    return [_sheet(viewer, row, offers=False) for row in rows.order_by("-pk")[:MOST]]


def open_change_of(viewer: Viewer, person: int | None) -> ChangeSheet | None:
    """Return what somebody asked to change and nobody has decided yet, or None."""
    rows = ExpertChange.objects.seen_by(viewer).filter(person_id=person, state=CHANGE.initial)
    row = rows.first()
    return _sheet(viewer, row, offers=False) if row else None


def change_seen(viewer: Viewer, number: str) -> ChangeSheet:
    """Return one change with what the viewer can do about it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, change_row(viewer, number), offers=True)


def change_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return a proof of a change.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = change_row(viewer, number)
    return attached_file(viewer, (one["file_id"] for one in row.files), file_id)


def change_row(viewer: Viewer, number: str) -> ExpertChange:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ExpertChange.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份变更申请。")
    return row


def change_start(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return an entry as the form of a change begins with it."""
    row = expert_row(viewer, number)
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "specialties": ", ".join(row.specialties)}


def change_facts(viewer: Viewer, row: ExpertChange) -> ChangeFacts:
    """Return a change as rules read it, with who acts now; a title that stays is not judged again."""
    asked, acting = row.person_id, viewer.person
    if not {"title", "title_level", "title_since"} & set(row.after):
        return ChangeFacts(title_level=SENIOR, asked_by=asked, acting=acting)
    entry = expert_row(SYSTEM, row.expert_number)
    now = {name: row.after.get(name, entry.kept(name)) for name in PLAIN}
    since = DATED["title_since"](now["title_since"])
    return ChangeFacts(
        title_level=now["title_level"], title_since=since, scarce=entry.scarce, asked_by=asked,
        acting=acting,
    )  # fmt: skip


def _sheet(viewer: Viewer, row: ExpertChange, *, offers: bool) -> ChangeSheet:
    own = viewer.side is Side.EXPERT and viewer.person == row.person_id
    handles = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    found: list[Offer] = []
    if offers and (own or handles):
        found = CHANGE.offers(row.state, viewer, change_facts(viewer, row), clock.now())
    return ChangeSheet(
        row.number, row.expert_number, row.name, tuple(filter(None, row.about.split(","))),
        row.before, row.after, row.grounds, tuple(row.files), row.asked_at, row.review_until,
        row.kind, row.said, row.decided_at, row.decision_number, row.state,
        CHANGE.states[row.state], own, tuple(found),
    )  # fmt: skip


def _text(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _level(value: str) -> tuple[str, ...]:
    return _text(TITLE_LEVELS.get(value))


def _region(value: str) -> tuple[str, ...]:
    return (full_name(value),)


def _units(value: Iterable[dict[str, str]]) -> tuple[str, ...]:
    return tuple(f"{one['name']}（{one['reason']}）" for one in value)
