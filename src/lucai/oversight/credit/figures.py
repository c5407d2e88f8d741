"""What credit tells the agencies' directory."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.credit import points_text
from lucai.oversight.credit.selectors import credit_sheet
from lucai.registers.agencies.contributions import Figure


def figures(viewer: Viewer, organisation: int, uscc: str) -> tuple[Figure, ...]:
    """Return an agency's credit score with the page that shows how it was reached."""
    del organisation
    try:
        score = credit_sheet(viewer, uscc).score
    except NotFound:
        return ()
    return (
        Figure("信用分", points_text(score.total), score.grade.name, f"/credit/parties/{uscc}/"),
    )
