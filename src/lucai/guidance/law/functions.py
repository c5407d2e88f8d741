"""The functions of this module that a role may grant."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import Function

SET_LOCAL = Function("law.localParameter:set", "地方参数 · 维护本地区数值", (Side.SUPERVISOR,))
LOAD_CALENDAR = Function(
    "law.calendarYear:load", "工作日历 · 载入年度放假安排（省级）", (Side.SUPERVISOR,)
)
FUNCTIONS = (SET_LOCAL, LOAD_CALENDAR)

LOCAL_PARAMETER = "law.localParameter"
CALENDAR_YEAR = "law.calendarYear"
"""How the journal calls the objects of this module."""
