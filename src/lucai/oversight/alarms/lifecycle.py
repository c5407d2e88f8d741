"""The life of an alarm."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step

KEY_ALARM = Lifecycle(
    of="oversight.keyAlarm",
    title="开标密钥告警",
    initial="raised",
    states={"raised": "待核查", "checked": "已核查"},
    page="/key-alarms/{row.code}/",
    final=frozenset({"checked"}),
    steps=(
        Step(
            name="check",
            label="写明核查结果",
            source=frozenset({"raised"}),
            target="checked",
            by=(Side.SUPERVISOR,),
            duty="核查提前索取开标密钥的告警",
            page="check/",
        ),
    ),
)
