"""Who sees what was quoted in a round, apart from the quotes' own records."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import nobody
from lucai.platform.records.scopes import of_parties


def prices_seen_by(viewer: Viewer) -> Q:
    """Only who proves them: the supervisors of the region.

    A supplier may not know another's offer before the result (政府采购法 第三十八条); buyer, agency
    and committee read them where the opened quotes themselves stand.
    """
    if viewer.side in {Side.SYSTEM, Side.SUPERVISOR}:
        return of_parties(viewer, buyer="")
    return nobody()
