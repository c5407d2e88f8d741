"""Fictional names. Nobody real is meant; organisations carry 示例 in their name."""

from __future__ import annotations

import random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平",
    "刚", "桂英", "建国", "文博", "雨桐", "子涵", "思远", "海燕", "志强", "晓峰", "丽华", "国栋",
    "春梅", "一鸣", "佳琪", "振宇", "红梅", "立新", "卫东", "云飞", "若曦", "书瑶", "嘉懿",
)  # fmt: skip
BRANDS = (
    "齐云", "泰岳", "海右", "明湖", "黄河", "东夷", "稷下", "琅琊", "蓬莱", "崂山", "趵突", "孟河",
    "沂蒙", "微山", "胶东", "青岱", "鲁门", "汶水", "金乡", "牟山", "莱芜", "登州", "济水", "龙山",
    "曲阜", "岱下", "北海", "渤澜", "浮来", "艾山",
)  # fmt: skip
TRADES = (
    "信息技术", "教育装备", "办公设备", "医疗器械", "物业服务", "环境科技", "安防工程", "软件",
    "家具", "实验仪器",
)  # fmt: skip
BUYER_KINDS = (
    "第一中学", "第二中学", "职业技术学院", "中心医院", "图书馆", "档案馆", "博物馆", "民政局",
    "教育局", "卫生健康委员会", "交通运输局", "市场监督管理局", "生态环境局", "公共就业服务中心",
)  # fmt: skip
AGENCIES = (
    "鲁正", "岱宗", "齐信", "海诚", "明衡", "泉城", "中和", "恒大道", "正阳", "同济", "公泰", "弘正",
    "天衡", "瑞丰", "汇诚", "鼎信", "东岳", "立信行", "博采", "致诚",
)  # fmt: skip
SPECIALTIES = (
    "A0201", "A020101", "A020102", "A0202", "A020211", "A0206", "A0210", "A021004", "A0232",
    "A0501", "A0502", "B02", "B08", "C0504", "C0901", "C1200", "C1303", "C1601", "C1607",
    "C2104", "C2309",
)  # fmt: skip
ADVISERS = ("C200301", "C200302", "C200303", "C200304")
"""Accounts, taxes, law, management: what each of the sign-in page's experts knows besides.

One more knows the same: a draw that keeps a place for it brings one of the two into the panel.
"""
TITLES = ("高级工程师", "正高级工程师", "副教授", "教授", "高级会计师", "主任医师")


def person(chance: random.Random) -> str:
    """Return a person's name."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)
