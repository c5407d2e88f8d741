"""What is wrong with an input, in Chinese."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "missing": "请填写这一项",
    "string_type": "请填写这一项",
    "string_too_short": "至少填写 {min_length} 个字",
    "string_too_long": "最多填写 {max_length} 个字",
    "string_pattern_mismatch": "格式不正确，请对照说明核对",
    "int_parsing": "请填写整数",
    "int_type": "请填写整数",
    "int_from_float": "请填写整数",
    "decimal_parsing": "请填写数字",
    "decimal_type": "请填写数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_max_digits": "数字太长，请核对",
    "decimal_whole_digits": "数字太长，请核对",
    "finite_number": "请填写数字",
    "greater_than": "必须大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "必须小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "date_parsing": "请填写日期，例如 2026-07-01",
    "date_type": "请填写日期",
    "date_from_datetime_parsing": "请填写日期，例如 2026-07-01",
    "date_from_datetime_inexact": "请填写日期，不要填写时间",
    "datetime_parsing": "请填写日期和时间，例如 2026-07-01 09:30",
    "datetime_from_date_parsing": "请填写日期和时间，例如 2026-07-01 09:30",
    "datetime_type": "请填写日期和时间",
    "enum": "请从列出的选项中选择",
    "literal_error": "请从列出的选项中选择",
    "bool_parsing": "请选择是或否",
    "too_short": "至少填写 {min_length} 项",
    "too_long": "最多填写 {max_length} 项",
    "list_type": "请至少填写一项",
    "dict_type": "请填写这一项",
    "model_type": "请填写这一项",
    "extra_forbidden": "不认识的内容，请删除",
}

BLANK_MATTERS = {
    "string_too_short", "string_pattern_mismatch", "int_parsing", "decimal_parsing", "enum",
}  # fmt: skip


def sentence(problem: Any) -> str:
    """Return the Chinese sentence for one of pydantic's findings."""
    kind = str(problem["type"])
    if kind == "value_error":
        return str(problem["ctx"]["error"]) if "ctx" in problem else "内容不正确，请核对"
    if problem.get("input") == "" and (kind in BLANK_MATTERS or "parsing" in kind):
        return SENTENCES["missing"]
    return SENTENCES.get(kind, "内容不正确，请核对").format(**problem.get("ctx", {}))
