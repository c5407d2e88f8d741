"""Sample content for the gallery of components; everything in it is fictional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Offer, Step
from lucai.law.verdicts import Severity, Verdict
from lucai.platform.duties.selectors import DutyLine
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import FieldError

NOW = datetime(2026, 11, 23, 9, 27, 41, tzinfo=clock.BEIJING)
DIGEST = "a91f4c0be2d86f7713c5d09a6be1f8842f60b7c3195e8ad4c1f29b30e7d57c02"
STAGES = ("预算", "计划", "交易", "合同", "履约", "验收", "支付")
ARTICLE = {
    "label": "示例法第三十五条",
    "gist": "自文件发出之日起计算",
    "text": "示例条文：期间自采购文件开始发出之日起计算，至提交截止之日止。正式页面引用法规库原文。",
    "href": "#law",
}


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A form with errors, as forms.Form shows itself."""

    errors: list[FieldError] = field(default_factory=list)


def sample() -> dict[str, Any]:
    """Return the whole context of web/gallery.html (the shell comes from the page)."""
    return {
        **_acts(),
        **_records(),
        **_forms(),
        "figures": figures(),
        "months": months(),
        "projects": projects(),
        "duties": duties(),
        "next_event": next_event(),
        "crumbs": [{"href": "#projects", "label": "我的项目"}, {"label": "组件总览"}],
    }


def workbench() -> dict[str, Any]:
    """Return the context of web/workbench.html."""
    return {
        "greeting": "上午好，示例王敏",
        "lead": "今天有 2 件事有法定期限，1 场开标 09:30 开始。",
        "next_event": next_event(),
        "duties": duties(),
        "soon": 2,
        "blocked": {"offer": closed_offer(), "on": "示例校园网升级项目"},
        "figures": figures(),
        "figures_note": "截至今天 09:00",
        "months": months(),
        "starts": [{"label": "新建项目", "href": "#new", "kind": "primary", "icon": "plus"}],
        "project_tabs": [
            {"href": "#open", "label": "进行中", "count": 14, "current": True},
            {"href": "#archive", "label": "已归档", "count": 63},
        ],
        "projects": projects(),
    }


def stages(now: int, *, stopped: bool = False, notes: bool = False) -> list[dict[str, str]]:
    """Return the seven stages with the ``now``-th (from 0) under way."""
    here = "stopped" if stopped else "now"
    states = ["done"] * now + [here] + [""] * (len(STAGES) - now - 1)
    return [
        {"label": label, "state": state, "note": f"示例 {index + 1} 月" if notes and state else ""}
        for index, (label, state) in enumerate(zip(STAGES, states, strict=True))
    ]


def _step(name: str, label: str, **more: Any) -> Step:
    return Step(name=name, label=label, source=frozenset(), target="", by=(Side.AGENCY,), **more)


def closed_offer() -> Offer:
    """Return a step the law closes, with calculation and earliest moment."""
    verdict = Verdict(
        rule="示例规则 1",
        holds=False,
        message="自招标文件发出（11 月 12 日）起尚未满规定的期间，截止时间最早可设为 12 月 2 日。",
        cites=("政府采购法/第三十五条",),
        calculation=("起算日：2026-11-12", "加规定期间", "得到最早日期：2026-12-02"),
        opens_at=date(2026, 12, 2),
    )
    return Offer(_step("close", "截止投标"), "sample:close", (verdict,))


def _acts() -> dict[str, Any]:
    holds = Verdict(rule="示例规则 2", holds=True, message="采购计划已经备案。")
    warns = Verdict(
        "示例规则 3", False, "评分项“业绩”可能构成差别待遇，请说明理由。", severity=Severity.WARN
    )
    offers = [
        Offer(_step("publish", "发布采购公告"), "sample:publish", (holds,)),
        Offer(_step("amend", "更正", page="amend/"), "sample:amend"),
        closed_offer(),
        Offer(
            _step("stop", "终止采购"),
            "sample:stop",
            (),
            "您的岗位没有这项权限，请联系本单位管理员分配。",
        ),
    ]
    return {
        "offers": offers,
        "closed": closed_offer(),
        "verdicts": [holds, warns, *closed_offer().verdicts],
        "cites": [ARTICLE, {"label": "示例条例第二条", "href": "#law"}],
    }


def _records() -> dict[str, Any]:
    return {
        "now": NOW,
        "digest": DIGEST,
        "spines": [
            ("交易进行中", stages(2, notes=True)),
            ("已到支付", stages(6)),
            ("终止", stages(2, stopped=True)),
        ],
        "entries": [
            _entry(
                "示例代理机构 王敏",
                "发布招标公告，附招标文件第 2 版",
                184_217,
                "pending",
                "公告",
                "blue",
            ),
            _entry("示例大学 李工", "确认招标文件", 184_190, "proved", "确认", "green"),
            _entry("", "系统记录：计划备案信息已送达", 184_002, "proved", "", ""),
        ],
        "seals": ["draft", "sealed", "queued", "opening", "opened", "failed", "withdrawn", "late"],
    }


def _entry(who: str, what: str, index: int, proof: str, tag: str, tone: str) -> dict[str, Any]:
    return {
        "at": NOW,
        "who": who,
        "what": what,
        "index": index,
        "proof": proof,
        "href": "#log",
        "tag": tag,
        "tone": tone,
    }


def _forms() -> dict[str, Any]:
    problems = {
        "budget": "请填写大于 0 的金额",
        "method": "请选择采购方式",
    }
    fields = [
        FormField(
            "title",
            "项目名称",
            value="示例智慧教室设备采购项目",
            required=True,
            hint="与采购计划一致",
        ),
        FormField(
            "budget", "预算金额", "money", "486", problems["budget"], required=True, unit="元"
        ),
        FormField(
            "method",
            "采购方式",
            "radio",
            "",
            problems["method"],
            required=True,
            choices=[("open", "公开招标"), ("consult", "竞争性磋商")],
        ),
        FormField(
            "reserve",
            "政府采购政策",
            "checkbox",
            "sme",
            choices=[("sme", "面向中小企业"), ("green", "绿色产品")],
        ),
        FormField("place", "交货地点", "textarea", "示例校区", hint="写到楼栋"),
        FormField("deadline", "提交截止时间", "datetime", "2026-12-02T09:30", required=True),
        FormField(
            "region",
            "所属区域",
            "select",
            "370102",
            required=True,
            choices=[("370100", "济南市"), ("370102", "历下区")],
        ),
        FormField("file", "采购需求附件", "file", hint="PDF、Word 或 Excel，最大 50 MB"),
        FormField("agree", "已核对并承诺以上内容真实", "checkbox", "", required=True),
    ]
    short = [
        FormField("count", "数量", "number", "40", unit="台"),
        FormField("day", "交付日期", "date", "2026-12-20"),
        FormField("code", "统一社会信用代码", "code", "", hint="18 位"),
    ]
    return {
        "form": SampleForm(
            [FieldError(n, f.label, m) for n, m in problems.items() for f in fields if f.name == n]
        ),
        "fields": fields,
        "short_fields": short,
        "lots": [
            lot_fields("0", "教学一体机", "3200000.00"),
            lot_fields("1", "扩声系统", "1660000.00"),
        ],
        "empty_lot": lot_fields("__i__", "", ""),
        "filters": [
            FormField("q", "项目名称或编号"),
            FormField("state", "状态", "select", choices=[("open", "进行中"), ("done", "已完成")]),
        ],
    }


def lot_fields(index: str, name: str, budget: str) -> list[FormField]:
    """Return the fields of one repeated row."""
    return [
        FormField(f"lots.{index}.name", "包名称", value=name, required=True),
        FormField(f"lots.{index}.budget", "包预算", "money", budget, required=True, unit="元"),
    ]


def figures() -> list[dict[str, str]]:
    """Return three big numbers."""
    return [
        {"label": "已成交（万元）", "value": "3,128.60"},
        {"label": "预算执行率", "value": "71.4%"},
        {"label": "授予中小企业", "value": "42.8%"},
    ]


def months() -> list[dict[str, Any]]:
    """Return a column chart of eleven months."""
    amounts = (180, 90, 260, 310, 240, 400, 370, 280, 460, 520, 600)
    return [{"label": str(m), "value": v, "shown": f"{v} 万元"} for m, v in enumerate(amounts, 1)]


def next_event() -> dict[str, Any]:
    """Return the event that begins next."""
    return {
        "label": "距开标",
        "at": clock.now() + timedelta(minutes=2, seconds=19),
        "title": "示例省属高校智慧教室设备采购项目（包 1）",
        "note": "项目编号 SDGP370000000202600123　预算 486.00 万元",
        "tags": [
            {"text": "公开招标", "tone": "blue"},
            {"text": "6 份投标已提交", "tone": "green", "icon": "lock"},
        ],
        "action": {"label": "进入开标大厅", "href": "#hall"},
    }


def duties() -> list[DutyLine]:
    """Return to-dos of every urgency."""
    now = clock.now()
    return [
        _duty(
            "答复质疑", "示例办公电子设备采购", "起草答复", now - timedelta(hours=3), overdue=True
        ),
        _duty(
            "公告中标结果",
            "示例医院 CT 维保服务",
            "核对并发布",
            now + timedelta(days=1, hours=14),
            urgent=True,
        ),
        _duty("签订合同", "示例市政务云扩容", "去签章", now + timedelta(days=6)),
        _duty("确认需求调查记录", "示例高校实验室设备", "查看", None),
        _duty(
            "组织开标",
            "示例校园网升级项目",
            "查看",
            now + timedelta(days=9),
            opens=now + timedelta(days=9),
        ),
    ]


def _duty(
    title: str,
    heading: str,
    verb: str,
    due: datetime | None,
    *,
    overdue: bool = False,
    urgent: bool = False,
    opens: datetime | None = None,
) -> DutyLine:
    return DutyLine(
        kind="",
        title=title,
        heading=heading,
        verb=verb,
        href="#duty",
        project_number="SDGP370000000202600118",
        rule="",
        opens_at=opens,
        due_at=due,
        cites=("政府采购法/第三十五条",) if urgent else (),
        note="采购人已确认，稿件已备好",
        waiting=opens is not None,
        overdue=overdue,
        urgent=urgent,
    )


def projects() -> list[dict[str, Any]]:
    """Return rows of a list of projects."""
    rows = [
        ("示例省属高校智慧教室设备采购项目", 4_860_000_00, 2, "待开标", "blue"),
        ("示例医院 CT 维保服务", 2_125_000_00, 2, "临期", "red"),
        ("示例市政务云扩容", 12_600_000_00, 3, "待签章", "amber"),
        ("示例办公电子设备框架协议（第二阶段）", 984_000_00, 4, "正常", "green"),
    ]
    return [
        {
            "title": title,
            "href": "#project",
            "note": f"SDGP3700000002026000{number:02d}",
            "budget": budget,
            "status": {"text": text, "tone": tone},
            "progress": {"stages": stages(now), "text": f"{STAGES[now]} · 进行中"},
        }
        for number, (title, budget, now, text, tone) in enumerate(rows, 1)
    ]
