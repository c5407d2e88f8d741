"""Whether suppliers hold a key of their own bids (供应商密钥组): how it is typed, how it is kept."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from lucai.platform.web.fields import Flag
from lucai.stages.trade.projects.opening_keys import (
    ON_ABSENCE,
    RECOVER,
    REVOKE,
    WINDOW_MINUTES,
    BidderKeys,
    problems_of,
    recoverers_of,
)
from lucai.stages.trade.projects.selectors import ProjectCard

Content = dict[str, Any]


class OnNoDecrypt(StrEnum):
    """What becomes of a bid whose supplier does not open it."""

    RECOVER = RECOVER
    WITHDRAWN = REVOKE

    @property
    def label(self) -> str:
        """How pages say it."""
        return ON_ABSENCE[self.value]


def _read_codes(value: Any) -> Any:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


class BidderKeysIn(BaseModel):
    """The bidder's group of a tender's opening policy; without the first the others say nothing."""

    bidder_keys: Flag = Field(title="设供应商密钥组", default=False)
    window_minutes: int = Field(
        title="解密时段", default=WINDOW_MINUTES, ge=10, le=240,
        json_schema_extra={"unit": "分钟"}, description="开标后供应商解密的时间，一般 30 分钟",
    )  # fmt: skip
    on_no_decrypt: OnNoDecrypt = Field(
        title="时段内没有解密的", default=OnNoDecrypt.RECOVER, json_schema_extra={"kind": "radio"}
    )
    recovery: Annotated[list[str], BeforeValidator(_read_codes)] = Field(
        title="恢复组单位",
        default=[],
        description="供应商不能解密时代为恢复；不能同时参加本项目的开标密钥组",
        json_schema_extra={"kind": "checkbox"},
    )
    threshold: int = Field(
        title="共同恢复须有", default=1, ge=1, le=20, json_schema_extra={"unit": "家"},
        description="恢复组中须有几家同时同意",
    )  # fmt: skip


def chosen(project: ProjectCard, content: BidderKeysIn) -> BidderKeys | None:
    """Return what was chosen, with the recovering organisations' names; None: no such group."""
    if not content.bidder_keys:
        return None
    named = recoverers_of(project)
    recovers = content.on_no_decrypt is OnNoDecrypt.RECOVER
    return BidderKeys(
        content.window_minutes,
        content.on_no_decrypt.value,
        content.threshold,
        {code: named.get(code, code) for code in content.recovery if recovers},
    )


def wrong_choice(project: ProjectCard, found: BidderKeys | None) -> dict[str, str]:
    """Say at its field why a choice gives no opening policy."""
    return problems_of(project, found) if found else {}


def typed(kept: BidderKeys | None) -> Content:
    """Return a choice as its form shows it."""
    if not kept:
        return {}
    return {
        "bidder_keys": True,
        "window_minutes": kept.window_minutes,
        "on_no_decrypt": kept.on_absence,
        "recovery": ",".join(kept.recovery),
        "threshold": kept.threshold,
    }
