"""One machine door to all calculators: POST /api/v1/law/ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router

from lucai.law.ask import answer

router = Router(tags=["law"])


@router.post("/ask", summary="Ask the law", response=dict[str, Any])
def ask(request: HttpRequest, question: dict[str, Any] = Body(...)) -> dict[str, Any]:  # noqa: B008
    """Answer one question; ``error`` stands instead of a result where the law refuses."""
    del request
    return answer(question)
