"""Words of the open tender where a project has another method: a page may not speak them."""

from __future__ import annotations

import re

NAMED = re.compile(r"《[^》]*》|招标代理|中标（成交）|[^\n]*公开招标[^\n]*")
"""Titles of laws, the trade of agencies, national forms' words, sentences about the open tender."""
TENDER = re.compile("招标|投标|开标|评标|中标|废标|唱标|评委")


def foreign_words(text: str) -> list[str]:
    """Return each such word with what stands around it."""
    own = NAMED.sub("", text)
    return [
        f"“{found[0]}” in “{own[max(0, found.start() - 20) : found.end() + 20]}”".replace("\n", " ")
        for found in TENDER.finditer(own)
    ]
