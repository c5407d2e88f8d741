"""Notices and letters."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.platform.documents.shapes.parts import Contact, Fact, Paper, Section

# The closing section of the national notice formats.
CONTACTS_HEADING = "凡对本次公告内容提出询问，请按以下方式联系"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Paper):
    """公告、公示 in any of the national formats: the caller names the sections."""

    sections: tuple[Section, ...]
    overview: tuple[str, ...] = ()
    recipient: str = ""
    contacts_heading: str = CONTACTS_HEADING
    contacts: tuple[Contact, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLetter(Paper):
    """中标（成交）通知书."""

    recipient: str
    opening_words: tuple[str, ...]
    facts: tuple[Fact, ...]
    closing_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LosingNotice(Paper):
    """未中标通知, with the receiver's own score, rank and reasons."""

    recipient: str
    opening_words: tuple[str, ...]
    facts: tuple[Fact, ...]
    reasons: tuple[str, ...] = ()
    closing_words: tuple[str, ...] = ()
