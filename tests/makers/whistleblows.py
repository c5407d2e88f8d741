"""Reports of breaches."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import PUBLIC, Actor
from lucai.oversight.whistleblows import services
from lucai.oversight.whistleblows.schemas import Kind, ReportIn
from tests.makers import people


def content(**changes: Any) -> ReportIn:
    """A signed report to the makers' finance department."""
    people.finance()
    filled: dict[str, Any] = {
        "region": people.REGION,
        "subject": "示例供应商9有限公司",
        "kind": Kind.COLLUSION,
        "text": "三家供应商的投标文件由同一人编制，错误之处一致。",
        "name": "示例举报人",
        "phone": "0531-11111111",
    }
    return ReportIn(**{**filled, **changes})


def reported(**changes: Any) -> tuple[str, str]:
    """A report taken in; return its number and code."""
    return services.report(Actor(PUBLIC), form=content(**changes))
