"""A bid as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lucai.kernel import money
from lucai.platform.documents import render
from lucai.platform.web.jinja import day, file_size
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.selectors.tender import TenderedLot
from lucai.stages.trade.bids.wording import DEVIATIONS, PARTS, SME_LABELS
from lucai.stages.trade.documents.wording import percent
from lucai_trust import parse_utc


def bid_paper(tender: TenderedLot, content: Mapping[str, Any]) -> bytes:
    """Return a bid as PDF: letter, offer, price table, response matrix, list of files."""
    project, bid = tender.project, content["bid"]
    at = parse_utc(bid["submittedAt"])
    paper = {
        "title": "投标文件",
        "project_number": project.number,
        "project_name": project.title,
        "issuer": bid["supplier"]["name"],
        "date": day(at),
        "recipient": project.buyer_name,
        "uscc": bid["supplier"]["uscc"],
        "lot": tender.lot.label,
        "letter": _letter(tender, content),
        "offer": _offer(content),
        "responses": (
            *(_response(answer) for answer in content["responses"]),
            *(_claim(claim) for claim in content.get("claims", [])),
        ),
        "price_table": _price_table(content),
        "annexes": tuple(_annex(file) for file in content["files"]),
    }
    return render(
        "bid_response",
        paper,
        moment=at,
        attachment=canonical.spelt(content),
        attachment_name="bid.json",
    )


def _letter(tender: TenderedLot, content: Mapping[str, Any]) -> tuple[str, ...]:
    project, days = tender.project, content["terms"]["validityDays"]
    read = f"我方已经研究 {project.title}（{project.number}）{tender.lot.label}的招标文件，"
    willing = "愿意按照招标文件的要求参加投标，并对所提交内容的真实性负责。"
    return (read + willing, f"我方的投标有效期自投标截止之日起 {days} 日。")


def _annex(file: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": f"{PARTS[file['part']]}　{file['name']}",
        "size": file_size(file["size"]),
        "sha256": file["sha256"],
    }


def _offer(content: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    terms, price = content["terms"], content["price"]
    return _facts(
        ("投标总价（元）", "" if price is None else money.yuan(price)),
        ("大写", "" if price is None else money.capitals(price)),
        ("交付（服务）期", f"{terms['deliveryDays']} 日历天" if terms["deliveryDays"] else ""),
        ("中小企业声明", SME_LABELS.get(terms["smeKind"], "")),
        ("本国产品声明", "是" if terms["domestic"] else "否"),
        ("联合体", _joined(content) or terms["consortium"] or "无"),
        ("拟分包", terms.get("subcontract") or "无"),
        ("联系人", f"{terms['contact']} {terms['phone']}"),
    )


def _joined(content: Mapping[str, Any]) -> str:
    members = content.get("members", [])
    return "；".join(
        f"{one['name']} {percent(one['share'])}{'：' + one['work'] if one['work'] else ''}"
        for one in members
    )


def _price_table(content: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = tuple(
        (
            item["name"],
            " ".join(part for part in (item["brand"], item["model"]) if part),
            f"{item['quantity']} {item['unit']}",
            _yuan(item["unitPrice"]),
            _yuan(item["amount"]),
        )
        for item in content["items"]
    )
    if not rows:
        return None
    columns = (("名称", 5), ("品牌型号", 4), ("数量", 2), ("单价（元）", 3), ("金额（元）", 3))
    money_columns = {"单价（元）", "金额（元）"}
    total = sum(item["amount"] or 0 for item in content["items"])
    return {
        "columns": tuple(
            {"label": label, "share": share, "align": "right" if label in money_columns else "left"}
            for label, share in columns
        ),
        "rows": rows,
        "total": ("合计", "", "", "", money.yuan(total)),
    }


def _response(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": answer["number"],
        "requirement": answer["requirement"],
        "response": answer["response"] or "（未响应）",
        "deviation": DEVIATIONS.get(answer["deviation"], ""),
        "evidence": answer["evidence"],
        "substantive": answer["substantive"],
    }


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Show a figure for an objective factor as a line of the response table."""
    return {
        "number": f"客观 {claim['number']}",
        "requirement": f"{claim['name']}：{claim['measure']}",
        "response": f"{claim['figure']} {claim['unit']}" if claim["figure"] else "（未填报）",
        "deviation": "",
        "evidence": claim["evidence"],
        "substantive": False,
    }


def _facts(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple({"label": label, "value": value} for label, value in pairs)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money.yuan(fen)
