"""What panels kept of their draws' nonces comes here, with the draws that waited for them."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SAME = (
    "state", "state_since", "region", "project_number", "title", "party", "organisation_id",
    "buyer_id", "buyer_path", "agency_id", "due_at", "envelope_hash", "commitment", "signed",
    "given_at", "problem",
)  # fmt: skip


def take_over(apps: Any, schema_editor: Any) -> None:
    """Make a waiting draw of every draw that asked its parties, and copy their nonces."""
    del schema_editor
    old = apps.get_model("panels", "DrawChance")
    new, waiting = (apps.get_model("draws", name) for name in ("DrawChance", "WaitingDraw"))
    made: dict[int, Any] = {}
    for row in old.objects.select_related("draw__panel").order_by("pk"):
        if row.draw_id not in made:
            made[row.draw_id] = waiting.objects.create(**_waiting(row))
        kept = {name: getattr(row, name) for name in SAME}
        new.objects.create(waiting=made[row.draw_id], draw_number=row.draw.draw_id, **kept)


def _waiting(row: Any) -> dict[str, Any]:
    draw, panel = row.draw, row.draw.panel
    ended = "opened" if draw.seed else "left"
    state = "waiting" if row.state in {"awaited", "given"} else ended
    return {
        "state": state, "state_since": row.state_since, "region": row.region,
        "draw_number": draw.draw_id, "project_number": row.project_number, "title": row.title,
        "of": "trade.panel", "of_key": row.project_number,
        "href": f"/rooms/{row.project_number}/panel/", "organiser_side": "agency",
        "buyer_id": row.buyer_id, "buyer_path": row.buyer_path, "agency_id": row.agency_id,
        "finance_id": panel.finance_id, "due_at": row.due_at, "root": draw.root,
        "checkpoint": draw.checkpoint,
    }  # fmt: skip


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("draws", "0001_initial"), ("panels", "0008_number_chances")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
