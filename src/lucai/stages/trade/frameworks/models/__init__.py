"""The tables of framework agreements: packages, calls, responses, members, applications, filings."""

from lucai.stages.trade.frameworks.models.agreements import (
    WHOLE,
    FrameworkAgreement,
    FrameworkPackage,
    FrameworkPart,
    end_of,
    part_of,
)
from lucai.stages.trade.frameworks.models.calls import (
    FrameworkApplication,
    FrameworkCall,
    FrameworkEnquiry,
    FrameworkResponse,
)
from lucai.stages.trade.frameworks.models.members import (
    FrameworkFiling,
    FrameworkMember,
)

__all__ = [
    "WHOLE",
    "FrameworkAgreement",
    "FrameworkApplication",
    "FrameworkCall",
    "FrameworkEnquiry",
    "FrameworkFiling",
    "FrameworkMember",
    "FrameworkPackage",
    "FrameworkPart",
    "FrameworkResponse",
    "end_of",
    "part_of",
]
