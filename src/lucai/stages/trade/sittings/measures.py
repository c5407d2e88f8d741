"""The measures of the house for sittings; the law names none of them."""

from __future__ import annotations

from datetime import timedelta

FRESH = timedelta(seconds=10)
"""How long after its last sign a window counts as open."""

GONE = timedelta(seconds=60)
"""After which silence a member counts as absent."""

KINDS = {
    "late": "迟到、早退",
    "absent": "离席",
    "device": "违规使用通讯工具",
    "interference": "干预、影响评审",
    "speech": "倾向性、误导性言论",
    "failure": "设备、线路故障",
    "noCamera": "未开启摄像头",
    "other": "其他",
}
"""What a discipline record is about; a decision of this house, the law names no list."""

LONGEST_SIGNAL = 40_000
MOST_SIGNALS = 60
LARGEST_CHUNK = 24 * 1024 * 1024
