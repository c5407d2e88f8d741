"""The functions of this module that a role may grant."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import Function

PROPOSE = Function("access.trustList:propose", "互认名单 · 提出变更", (Side.ADMINISTRATOR,))
DECIDE = Function("access.trustList:decide", "互认名单 · 复核变更", (Side.SUPERVISOR,))
FUNCTIONS = (PROPOSE, DECIDE)
