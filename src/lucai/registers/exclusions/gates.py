"""The gates, of the libraries and of a procurement, at which somebody's record is asked for."""

from __future__ import annotations

from enum import StrEnum

GATE_LABELS = {
    "register": "登记入库",
    "recheck": "每周复核",
    "entrust": "委托代理",
    "obtain": "获取采购文件",
    "qualify": "资格审查",
    "draw": "抽取评审专家",
    "award": "确定中标人",
    "sign": "签订合同",
}
LIBRARY_GATES = ("register", "recheck")
"""Where the libraries ask, of no procurement."""


class Gate(StrEnum):
    """Where a record is asked for; the answer is frozen with its time."""

    REGISTER = "register"
    RECHECK = "recheck"
    ENTRUST = "entrust"
    OBTAIN = "obtain"
    QUALIFY = "qualify"
    DRAW = "draw"
    AWARD = "award"
    SIGN = "sign"

    @property
    def label(self) -> str:
        """How pages say it."""
        return GATE_LABELS[self.value]
