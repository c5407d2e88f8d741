"""Reading framework agreements."""

from lucai.stages.trade.frameworks.selectors.filings import filing_seen, filings_of
from lucai.stages.trade.frameworks.selectors.pages import (
    application_page,
    application_seen,
    call_seen,
    framework_card,
    framework_page,
    framework_seen,
    frameworks_for,
    member_seen,
    members_of,
    packages_of,
    plan_typed,
    response_desk,
    responses_seen,
)
from lucai.stages.trade.frameworks.selectors.shapes import (
    ApplicationCard,
    CallCard,
    FilingCard,
    FrameworkCard,
    FrameworkSheet,
    MemberCard,
    PackageCard,
    ResponseCard,
)

__all__ = [
    "ApplicationCard",
    "CallCard",
    "FilingCard",
    "FrameworkCard",
    "FrameworkSheet",
    "MemberCard",
    "PackageCard",
    "ResponseCard",
    "application_page",
    "application_seen",
    "call_seen",
    "filing_seen",
    "filings_of",
    "framework_card",
    "framework_page",
    "framework_seen",
    "frameworks_for",
    "member_seen",
    "members_of",
    "packages_of",
    "plan_typed",
    "response_desk",
    "responses_seen",
]
