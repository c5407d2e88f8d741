"""Writing notices out of the journal. No entry of its own: a notice is a reading of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import SYSTEM, Side
from lucai.law.notices import notice_forms
from lucai.law.regions import region_prefix
from lucai.platform.journal.models import JournalEntry
from lucai.platform.search import Document, index_named
from lucai.publication.board import sheets
from lucai.publication.board.channels import channel_of
from lucai.publication.board.models import Notice
from lucai.publication.board.periods import moment_of
from lucai.stages.trade.projects.selectors import buyers_of

INDEX = "notices"
LONGEST_EXCERPT = 2000
_CITY_DIGITS = 4
_INDEX_BITS = 24

Buyer = tuple[int | None, str]


def publish_notices(entries: Sequence[JournalEntry]) -> None:
    """Write one row for every public entry that carries a notice; reading again rewrites it."""
    if rows := list(rows_of(entries)):
        Notice.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["entry"], update_fields=REWRITTEN
        )


def index_notices(entries: Sequence[JournalEntry]) -> None:
    """Write the notices of these entries into the search index.

    From the first entry on the index begins anew. A lost index is made up for from the table.
    """
    rows: Iterable[Notice] = list(rows_of(entries))
    index, start = index_named(INDEX), entries[0].index or 0
    anew = start == 0
    if start and not index.exists:
        rows = (*Notice.objects.filter(entry__lt=start).iterator(), *rows)
        anew = True
    if rows or anew:
        index.write((document_of(row) for row in rows), anew=anew)


def rows_of(entries: Sequence[JournalEntry]) -> Iterator[Notice]:
    """Return the notices that entries carry, unsaved."""
    telling = [entry for entry in entries if entry.public and _notice_in(entry)]
    buyers = buyers_of(SYSTEM, sorted({e.project_number for e in telling if e.project_number}))
    return (_row(entry, buyers) for entry in telling)


def document_of(row: Notice) -> Document:
    """Return a notice as the search index takes it."""
    shown = {
        "code": row.code,
        "order": row.order,
        "kind": row.kind,
        "title": row.title,
        "project": row.project_number,
        "region": row.region,
        "buyer": row.buyer_name,
        "amount": row.amount,
        "at": int(row.published_at.timestamp()),
        "subject": _subject(row),
        "text": row.text[:LONGEST_EXCERPT],
    }
    return Document(
        key=row.entry,
        order=row.order,
        title=(row.title, row.code, row.project_number, row.buyer_name),
        body=(row.text,),
        tags=tags_of(channel=row.channel, region=row.region, city=row.city),
        shown=shown,
    )


def _subject(row: Notice) -> str:
    """Say what an intention is for, as ``lines.COLUMNS`` asks the table."""
    first, *_ = row.fields.get("intentions") or [{}]
    return str(first.get("projectName", ""))


def tags_of(**values: str) -> tuple[str, ...]:
    """Spell the filters of the index; empty ones are left out."""
    return tuple(f"{name}:{value}" for name, value in values.items() if value)


def order_of(at: datetime, index: int = 0) -> int:
    """Return the key that sorts a notice: its moment, then its place in the journal."""
    return (int(at.timestamp()) << _INDEX_BITS) | (index & ((1 << _INDEX_BITS) - 1))


def code_of(entry: JournalEntry) -> str:
    """Return the code of a notice: the Beijing day and the index, so that it can be read out."""
    return f"{entry.at.astimezone(clock.BEIJING):%Y%m%d}-{entry.index}"


def city_of(region: str) -> str:
    """Return the digits of the city a region lies in; empty for the province itself."""
    prefix = region_prefix(region) if region else ""
    return prefix[:_CITY_DIGITS] if len(prefix) >= _CITY_DIGITS else ""


REWRITTEN = [
    field.name for field in Notice._meta.concrete_fields if field.name not in {"id", "entry"}
]


def _notice_in(entry: JournalEntry) -> Mapping[str, Any] | None:
    found = entry.body.get("notice")
    return found if isinstance(found, Mapping) and found.get("kind") else None


def _row(entry: JournalEntry, buyers: Mapping[str, tuple[int, str]]) -> Notice:
    notice = _notice_in(entry) or {}
    kind, fields = str(notice["kind"]), dict(notice.get("fields") or {})
    form = notice_forms().get(kind)
    buyer_id, buyer_name = _buyer(entry, fields, buyers)
    title = notice.get("title") or (form.title(fields) if form else entry.label)
    index = entry.index or 0
    return Notice(
        entry=index,
        code=code_of(entry),
        order=order_of(entry.at, index),
        kind=kind,
        channel=channel_of(kind).key,
        title=str(title)[:300],
        fields=fields,
        text="；".join(dict.fromkeys(sheets.texts_of(fields))),
        project_number=entry.project_number,
        object_key=entry.object_key,
        region=entry.region,
        city=city_of(entry.region),
        buyer_id=buyer_id,
        buyer_name=buyer_name[:120],
        amount=sheets.amount_of(form, fields),
        published_at=entry.at,
        closes_at=moment_of(fields, "bidDeadline") or moment_of(fields, "applicationDeadline"),
    )


def _buyer(
    entry: JournalEntry, fields: Mapping[str, Any], buyers: Mapping[str, tuple[int, str]]
) -> Buyer:
    """Return the buyer: of the project, of the OCDS fragment, or the one who acted."""
    named = str(fields.get("buyerName") or "")
    if known := buyers.get(entry.project_number):
        return known[0], named or known[1]
    reference = (entry.body.get("ocds") or {}).get("buyer") or {}
    ident = str(reference.get("id", "")).removeprefix(ocds.INTERNAL)
    if ident.isdigit():
        return int(ident), named or str(reference.get("name", ""))
    if entry.actor_side == Side.BUYER:
        return entry.actor_organisation, named or entry.actor_name
    return None, named
