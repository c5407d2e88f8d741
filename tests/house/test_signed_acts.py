"""Every signed act says what it is about: by the record's or document's content, or all is typed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lucai.platform.signin.doors import SignedAct

TYPED: Mapping[str, str] = {
    "放弃等待中的抽取": "抽取编号和放弃的理由就是全部内容",
    "完成评审专家的抽取": "抽取规则和名单在封存时已经公开入日志，结果由各方随机数算出，签名时还不存在",
    "完成受邀供应商的抽取": "名单在封存时已经公开入日志，结果由各方随机数算出，签名时还不存在",
    "申请自行选定评审专家": "专业领域和理由由签名人填写，连同项目编号就是全部内容",
    "登记到场监督随机抽取": "监督人和项目编号就是全部内容",
    "开启最后报价": "报价密封，签名时没有人看得到",
    "要求提交最后报价": "截止时间由签名人填写，连同项目编号和包号就是全部内容",
    "退出谈判": "退出的理由由签名人填写",
    "提交合作创新采购申请文件": "申请内容由签名人填写，附件以摘要列明",
    "终止合作创新采购活动": "终止的理由由签名人填写",
    "申请退还投标保证金": "撤回的投标文件编号和保证金由供应商填写，就是全部内容",
    "终止首购": "终止的理由由签名人填写",
    "组织重新评审": "情形、有关投标人和具体情况由签名人填写",
    "发起商城询价": "询价的全部内容由签名人填写",
    "移交采购档案": "接收单位和各卷档案由签名人选定，逐卷列明",
}
"""The acts whose typed lines are all there is, with the reason."""


def test_every_signed_act_is_about_its_content_or_says_why_not() -> None:
    bare = {act for act, about, _ in acts() if not about}
    assert bare == set(TYPED), "an act signs no content and gives no reason, or gives one in vain"


def test_there_are_signed_acts_to_look_at() -> None:
    assert len(list(acts())) > 90


@pytest.mark.parametrize(
    "act", ["确认开标记录", "形成开标记录", "主持开标", "开启投标文件", "签署评审报告"]
)
def test_the_gravest_acts_of_a_tender_are_signed_with_what_they_are_about(act: str) -> None:
    assert act in {name for name, about, _ in acts() if about}


def test_what_an_act_is_about_is_read_by_the_parts_of_its_address() -> None:
    for act, about, pattern in acts():
        if about:
            names = {**dict.fromkeys(pattern.pattern.converters, ""), **pattern.default_args}
            inspect.signature(about).bind(None, **names), act


def acts() -> Iterator[tuple[str, Any, URLPattern]]:
    for pattern in addresses(get_resolver().url_patterns):
        signed = getattr(pattern.callback, "signed_act", None)
        if isinstance(signed, SignedAct):
            named = {"": signed.act} if isinstance(signed.act, str) else signed.act
            for name, act in named.items():
                about = signed.about
                yield act, about.get(name) if isinstance(about, Mapping) else about, pattern


def addresses(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern
