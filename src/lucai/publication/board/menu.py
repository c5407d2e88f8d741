"""The portal in the menus: the channels of the public, one line for people at work."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.web.navigation import Link

PUBLIC = frozenset({Side.PUBLIC})
SELLING = frozenset({Side.SUPPLIER})
WORKING = frozenset(Side) - {Side.PUBLIC, Side.SUPPLIER, Side.SYSTEM}

LINKS = (
    Link("/", "首页", "home", "", PUBLIC, order=1),
    Link("/notices/", "公告", "doc", "", PUBLIC, order=10),
    Link("/projects/", "项目", "folder", "", PUBLIC, order=20),
    Link("/search/", "搜索", "search", "", PUBLIC, order=30),
    Link("/data/", "开放数据", "chart", "", PUBLIC, order=40),
    Link("/help/", "帮助", "info", "资源", PUBLIC, order=90),
    Link("/notices/", "找采购公告", "search", "采购", SELLING, order=15),
    Link("/notices/", "信息公开", "doc", "资源", WORKING, order=70),
)
