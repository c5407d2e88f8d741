"""The words in which pages speak of the rule book: topics, kinds, units, names of parameters."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from lucai.law.parameters import DEFAULT_NAME, Number, ParameterSheet, RuleSheet
from lucai.law.verdicts import Severity
from lucai.law.wording import percent, plain

TOPICS = {
    "scope": "适用范围与限额标准",
    "budget": "预算、意向、需求与计划",
    "method": "采购方式与审批",
    "common": "各种方式的共同规定",
    "tender": "公开招标与邀请招标",
    "negotiation": "竞争性谈判、询价与单一来源",
    "consultation": "竞争性磋商",
    "framework": "框架协议",
    "mall": "网上商城",
    "innovation": "合作创新采购",
    "experts": "评审专家与评审委员会",
    "evaluation": "评审与价格分",
    "policy": "采购政策（中小企业、本国产品等）",
    "lowprice": "异常低价",
    "award": "结果、合同、验收与支付",
    "challenge": "询问、质疑与投诉",
    "agency_credit": "代理机构与信用",
    "archive": "档案、电子签名与安全",
    "counting": "期间怎样计算",
    "roles": "岗位与回避",
}
"""Topics in the order of a procurement."""

SEVERITIES = {
    Severity.BLOCK: ("不符合不能办理", "red"),
    Severity.WARN: ("提示，须说明理由", "amber"),
    Severity.LEAD: ("线索，由人判断", ""),
}

RANKS = {
    "law": "法律",
    "regulation": "行政法规",
    "order": "部门规章",
    "notice": "规范性文件",
    "local": "地方法规和地方规则",
}
"""Kinds of instruments, by rank."""

UNITS = {
    "workday": "个工作日",
    "calendar_day": "日",
    "month": "个月",
    "year": "年",
    "wan_yuan": "万元",
    "yuan": "元",
    "points": "分",
    "minute": "分钟",
    "hour": "小时",
    "ratio": "",
    "fraction": "",
    "count": "",
    "date": "",
}
AT_LEAST, AT_MOST = "不少于", "不超过"
_AS_PERCENT = "ratio"
_WHOLE_RATIO = Decimal(1)

OBJECTS = {"goods": "货物", "services": "服务", "works": "工程"}
LEVELS = {"province": "省级", "city": "市级", "county": "县级", "city_county": "市县级"}
_THRESHOLDS = {"purchase": "采购限额标准", "open": "公开招标数额标准"}

_WORDS = {
    **OBJECTS,
    "members": "评审委员会成员人数",
    "benchmark": "同期贷款基准利率",
    "first_hours": "按次计酬的时间",
    "first_pay": "每次报酬",
    "more_pay": "超过以后每小时报酬",
    "year_days": "一年按多少天计",
    "members_large": "大额项目的成员人数",
    "large_from": "大额项目起点",
    "expert_share": "专家所占比例",
    "lawyers": "法律专家人数",
    "economists": "经济专家人数",
    "experts": "论证专家人数",
    "suppliers": "供应商最少家数",
    "invited": "被邀请的供应商家数",
    "pool_multiple": "候选名单的倍数",
    "witnesses": "见证人数",
    "respondents": "调查对象家数",
    "contracts": "合同份数",
    "staff": "专职从业人员人数",
    "goods_min": "货物：下限",
    "goods_max": "货物：上限",
    "services_min": "服务：下限",
    "services_max": "服务：上限",
    "works_min": "工程：下限",
    "works_max": "工程：上限",
    "min": "下限",
    "max": "上限",
    "maximum": "上限",
    "again": "分包后可以再次分包的次数",
    "joint_min": "联合体：下限",
    "joint_max": "联合体：上限",
    "share": "联合体或者分包中小微企业的份额",
    "small_micro": "其中预留给小微企业",
    "full_score": "满分",
    "candidates": "候选供应商家数",
    "candidates_two": "特殊情形下的候选供应商家数",
    "final_quotes": "最后报价的供应商家数",
    "final_quotes_two": "特殊情形下最后报价的供应商家数",
    "purchaser_share": "书面推荐的供应商所占比例",
    "buyers": "采购人个数",
    "responders": "响应供应商家数",
    "rate": "淘汰比例",
    "rate_quality_first": "质量优先的淘汰比例",
    "eliminate_at_least": "至少淘汰家数",
    "consumables": "专用耗材的承诺年限",
    "items": "公示内容项数",
    "places": "保留的小数位数",
    "bands": "主观分的最少档数",
    "channels": "信用查询渠道数",
    "multiplier": "利率倍数",
    "electronic_price": "电子采购文件售价",
    "tests": "可靠电子签名的条件数",
    "complaints": "投诉次数",
    "window": "计算期间",
    "fine_min": "罚款比例：下限",
    "fine_max": "罚款比例：上限",
    "ban_min": "禁止参加的年限：下限",
    "ban_max": "禁止参加的年限：上限",
    "buyer_agency_max": "采购人、代理机构罚款上限",
    "collusion_min": "恶意串通罚款下限",
    "collusion_max": "恶意串通罚款上限",
    "archive_min": "违反档案规定罚款下限",
    "archive_max": "违反档案规定罚款上限",
    "expert_min": "评审专家罚款下限",
    "expert_max": "评审专家罚款上限",
    "expert_grave_min": "评审专家情节严重的罚款下限",
    "expert_grave_max": "评审专家情节严重的罚款上限",
    "daily_rate": "每日利率",
    "month": "月份",
    "day": "日期",
    "until": "有效期至",
    "large_fine": "较大数额罚款的标准",
    "years_with_mid_title": "中级职称的从业年限",
    "age_below": "年龄低于",
    "clean": "无违法记录的年限",
    "extension_below": "不足几家的可以延长",
    "province_from": "省级预算单位施行日",
    "city_county_from": "市县预算单位施行日",
    "silence_review_first_from": "不作为应先申请复议的施行日",
    "construction": "施工",
    "important_goods": "重要设备、材料",
    "design_supervision": "勘察、设计、监理",
    "open_goods_services": "公开招标数额标准 · 货物、服务",
    "first_year": "首次公开的年度",
    "bidders": "投标人最少家数",
    "qualified": "通过资格审查的最少家数",
    "substantive": "实质性响应的最少家数",
    "direct_order": "直购单笔限额",
    "quoted_order": "比价单笔限额",
    "quotes": "有效报价最少家数",
    "quoting_hours": "报价时间",
    "answering_hours": "供应商确认时间",
}


QUALIFIERS = {
    **OBJECTS, "major": "重大项目", "self_decide": "采购人自行组织招标",
    "agreed_max": "合同另有约定",
}  # fmt: skip
"""What tells two durations of one rule apart that lead from the same day to the same act."""


def name_of(sheet: RuleSheet, spec: ParameterSheet) -> str:
    """Return what a parameter is called; a duration is called by its act."""
    if spec.bound:
        return span_of(spec)
    if spec.of:
        return f"占{spec.of}的比例"
    if spec.name in _WORDS:
        return _WORDS[spec.name]
    return threshold_name(spec.name) or (sheet.title if spec.name == DEFAULT_NAME else spec.name)


def span_of(spec: ParameterSheet) -> str:
    """Say from which day to which act a duration leads."""
    qualifier = f"（{QUALIFIERS[spec.name]}）" if spec.name in QUALIFIERS else ""
    if spec.direction == "forward":
        return f"{spec.anchor} → {spec.act}{qualifier}"
    return f"{spec.anchor}以前，{spec.act}{qualifier}"


def threshold_name(name: str) -> str:
    """Return the words of a threshold's name: open_goods_city → 公开招标数额标准 · 货物 · 市级."""
    kind, _, rest = name.partition("_")
    if kind not in _THRESHOLDS:
        return ""
    level = next((key for key in sorted(LEVELS, key=len, reverse=True) if rest.endswith(key)), "")
    objects = rest.removesuffix(level).strip("_").split("_")
    shown = "、".join(OBJECTS.get(part, part) for part in objects)
    return " · ".join(filter(None, (_THRESHOLDS[kind], shown, LEVELS.get(level, ""))))


def value_of(value: Number, unit: str) -> str:
    """Write a value with its unit: 20 日, 10%, 三分之二 as 2/3."""
    if isinstance(value, Fraction):
        return str(value)
    if not isinstance(value, int | Decimal):
        return value.isoformat()
    if unit == _AS_PERCENT:
        return percent(value) if value <= _WHOLE_RATIO else f"{plain(value)} 倍"
    shown = f"{plain(value):s}"
    return f"{shown} {UNITS[unit]}".rstrip() if UNITS.get(unit) else shown


def bound_of(spec: ParameterSheet) -> str:
    """Say whether a duration is a floor or a ceiling; empty for other numbers."""
    return {"min": AT_LEAST, "max": AT_MOST}.get(spec.bound or "", "")
