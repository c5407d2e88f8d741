"""统一社会信用代码 (GB 32100): the check character, and a Chinese reason when it fails."""

from __future__ import annotations

from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监督管理",
    "A": "中央军委改革和编制",
    "N": "农业农村",
    "Y": "其他",
}
LENGTH = 18
_BODY = LENGTH - 1
_MODULUS = len(ALPHABET)
_WEIGHTS = tuple(pow(3, i, _MODULUS) for i in range(_BODY))


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """Whether a code is well formed; ``why`` is a Chinese sentence either way."""

    valid: bool
    why: str


def check_character(body: str) -> str:
    """Return the 18th character for the first seventeen."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % _MODULUS]


def check_uscc(code: str) -> CodeCheck:
    """Check a code as it stands: length, characters, authority, region digits, check character."""
    fault = _shape_fault(code)
    if fault:
        return CodeCheck(False, fault)
    expected = check_character(code[:_BODY])
    if code[_BODY] != expected:
        return CodeCheck(
            False, f"校验位不符：前17位对应的校验位应为“{expected}”，填写的是“{code[_BODY]}”。"
        )
    return CodeCheck(True, "校验位相符，代码格式有效。")


def _shape_fault(code: str) -> str | None:
    if len(code) != LENGTH:
        return f"统一社会信用代码应为{LENGTH}位，填写的是{len(code)}位。"
    odd = next((c for c in code if c not in ALPHABET), None)
    if odd is not None:
        return _character_fault(code, odd)
    if code[0] not in AUTHORITIES:
        return f"第1位“{code[0]}”不是登记管理部门代码。"
    if not code[2:8].isdigit():
        return "第3至8位应为数字的登记管理机关行政区划码。"
    return None


def _character_fault(code: str, odd: str) -> str:
    place = code.index(odd) + 1
    if odd in ALPHABET.lower():
        return f"第{place}位“{odd}”应为大写字母。"
    if odd.upper() in "IOSVZ":
        return f"第{place}位“{odd}”不允许使用：代码不含字母I、O、S、V、Z，请核对是否为数字。"
    return f"第{place}位“{odd}”不是数字或大写字母。"
