"""How the fixed choices of a bid are called."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from lucai.law.closing_rules import FORFEITS


class _Labelled(StrEnum):
    """A choice with its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.label = label
        return made


class FilePart(_Labelled):
    """The parts of a bid that files belong to."""

    QUALIFICATION = "qualification", "资格文件"
    COMMERCIAL = "commercial", "商务文件"
    TECHNICAL = "technical", "技术文件"
    PRICE = "price", "报价文件"
    AGREEMENT = "agreement", "联合协议"


PARTS = {part.value: part.label for part in FilePart}
"""Part → label, in their order."""


KIND_LABELS = {"qualification": "资格响应", "commercial": "商务响应", "technical": "技术响应"}
"""Kind of requirement → how the response to it is called."""


class Deviation(_Labelled):
    """How an answer differs from the requirement."""

    NONE = "none", "无偏离"
    POSITIVE = "positive", "正偏离"
    NEGATIVE = "negative", "负偏离"


DEVIATIONS = {deviation.value: deviation.label for deviation in Deviation}


class SmeKind(_Labelled):
    """What the supplier declares itself to be (中小企业声明函 and its equals, GP-SME-13)."""

    LARGE = "large", "不属于中小企业（不享受价格扣除）"
    MEDIUM = "medium", "中型企业"
    SMALL = "small", "小型企业"
    MICRO = "micro", "微型企业"
    PRISON = "prison", "监狱企业（视同小微）"
    WELFARE = "welfare", "残疾人福利性单位（视同小微）"


SMES = frozenset({"medium", "small", "micro", "prison", "welfare"})
SME_LABELS = {kind.value: kind.label for kind in SmeKind}


class SecurityKind(_Labelled):
    """How a bid bond is given: never in cash (GP-BON-02)."""

    TRANSFER = "transfer", "银行转账"
    CHEQUE = "cheque", "支票"
    DRAFT = "draft", "汇票"
    CASHIER_ORDER = "cashierOrder", "本票"
    GUARANTEE = "letterOfGuarantee", "保函"


class KeptGround(_Labelled):
    """Why a bid bond is not given back (GP-BON-06)."""

    REVOKED = "revoked", FORFEITS["revoked"]
    FALSE_MATERIAL = "false_material", FORFEITS["false_material"]
    NO_CONTRACT = "no_contract", FORFEITS["no_contract"]
    COLLUSION = "collusion", FORFEITS["collusion"]
    IN_FILE = "in_file", FORFEITS["in_file"]


SECURITY_LABELS = {kind.value: kind.label for kind in SecurityKind}
