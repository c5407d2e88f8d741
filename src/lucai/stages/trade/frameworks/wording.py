"""How lists of framework agreements are filtered, and how their states are coloured."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.web.fields import FormField
from lucai.stages.trade.frameworks.lifecycle import FRAMEWORK

SHOWN = ("calling", "running", "expired", "summarised")
"""What strangers see of them."""

TONES = {
    "running": "green", "active": "green", "admitted": "green", "valid": "green",
    "summarised": "green", "decided": "green", "filed": "green", "ended": "red", "failed": "red", "invalid": "red",
    "removed": "red", "voided": "red", "struck": "red", "annulled": "red", "refused": "red", "eliminated": "", "left": "", "withdrawn": "",
    "returned": "",
}  # fmt: skip


def tag_of(state: str, label: str) -> dict[str, str]:
    """Return a state as a tag."""
    return {"text": label, "tone": TONES.get(state, "amber")}


def filters_of(asked: dict[str, str], side: Side) -> list[FormField]:
    """Return the filters of the list as one side has them."""
    states = [(name, label) for name, label in FRAMEWORK.states.items()
              if side is not Side.PUBLIC or name in SHOWN]  # fmt: skip
    fields = [
        FormField("words", "名称或者编号", value=asked["words"]),
        FormField("state", "状态", "select", asked["state"], choices=states),
    ]
    if side in {Side.AGENCY, Side.BUYER, Side.SUPPLIER}:
        label = "本单位入围的" if side is Side.SUPPLIER else "本单位征集的"
        mine = [("yes", label)]
        fields.append(FormField("mine", "范围", "select", asked["mine"], choices=mine))
    return fields
