"""The pass to the drop: says that a supplier may hand in for a lot, and not which supplier."""

from __future__ import annotations

from django.core import signing

from lucai.kernel import chance
from lucai.kernel.errors import NotAllowed

SALT = "lucai.sealing.drop"
HOURS = 12


def issue(project_number: str, lot_number: int) -> str:
    """Return a fresh pass; nothing of it is kept, so nothing leads from it to its holder."""
    return signing.dumps([project_number, lot_number, chance.token_hex(8)], salt=SALT)


def check(given: str, project_number: str, lot_number: int) -> None:
    """See that a pass was issued for this lot and is not too old.

    Raises:
        NotAllowed: it was not, or it is.
    """
    try:
        number, lot, _ = signing.loads(given, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError) as error:
        raise NotAllowed(
            "递交凭证已经失效，请刷新封标页面后继续，已上传的部分不会丢失。"
        ) from error
    if (number, lot) != (project_number, lot_number):
        raise NotAllowed("递交凭证是另一包的，请从本包的封标页面递交。")
