"""A million fictional notices, written straight into a scratch database and a search index."""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import os
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOTICES = int(os.environ.get("LUCAI_BENCH_NOTICES", "1000000"))
"""How many; set LUCAI_BENCH_NOTICES for a shorter run."""

SECONDS = float(os.environ.get("LUCAI_BENCH_SECONDS", "1"))
"""How long a slice of a comparison is."""

SEED = 20261123
STEP_SECONDS = 300
START = int(datetime(2017, 1, 3, tzinfo=UTC).timestamp())

_WHO = ("大学", "第一中学", "人民医院", "财政局", "公安局", "图书馆", "实验小学", "街道办事处")
_WHAT = (
    "课桌椅", "台式计算机", "医用空调", "物业服务", "道路养护", "信息系统运维", "食材配送", "办公家具",
    "消防设备", "实验室仪器", "图书馆数据库", "校园安防监控", "救护车辆", "净水设备", "电梯维保", "会议音响",
    "绿化养护", "防疫物资", "档案数字化", "云计算资源", "节能灯具", "手术器械", "教学软件", "垃圾清运",
)  # fmt: skip
_HOW = ("采购项目", "采购", "升级改造项目", "更新项目", "年度采购项目")
_NEEDS = ("含安装调试", "三年质保", "分批交付", "面向中小企业", "执行节能强制采购", "接受联合体")
_KINDS = ("tender",) * 4 + ("result",) * 3 + ("contract",) * 2 + ("intention", "amendment")
_COLUMNS = (
    "version", "entry", "code", '"order"', "kind", "channel", "title", "fields", "text",
    "project_number", "object_key", "region", "city", "buyer_id", "buyer_name", "amount",
    "published_at", "closes_at",
)  # fmt: skip


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of that many notices, oldest first, the same on every machine."""
    from lucai.law.regions import regions
    from lucai.publication.board.channels import channel_of
    from lucai.publication.board.projection import city_of, order_of

    dice = random.Random(SEED)  # noqa: S311 - a fictional corpus
    places = [(code, one.name) for code, one in regions().items()]
    shelves = {kind: channel_of(kind).key for kind in _KINDS}
    for n in range(count):
        code, name = dice.choice(places)
        kind = dice.choice(_KINDS)
        at = datetime.fromtimestamp(START + n * STEP_SECONDS, UTC)
        number = f"SDGP{code}000{at.year}{n % 100000:05d}"
        buyer = f"示例{name}{dice.choice(_WHO)}"
        title = f"{buyer}{dice.choice(_WHAT)}{dice.choice(_HOW)}{n % 997}公告"
        text = f"{number}；{dice.choice(_WHAT)}{dice.randint(1, 900)} 套；{dice.choice(_NEEDS)}"
        yield (
            1, n, f"{at:%Y%m%d}-{n}", order_of(at, n), kind, shelves[kind], title, "{}", text,
            number, number, code, city_of(code), n % 4000 + 1, buyer,
            dice.randint(10, 90_000) * 1_000_000, f"{at:%Y-%m-%d %H:%M:%S}", None,
        )  # fmt: skip


def prepare() -> None:
    """Start Django over the bench's own data folder and make its tables, once."""
    import django
    from django.apps import apps
    from django.core.management import call_command

    if not apps.ready:
        django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def fill_table(folder: Path, count: int) -> Path:
    """Write the notices into the table; return the database's file."""
    prepare()
    file = folder / "lucai.sqlite3"
    places = ", ".join("?" for _ in _COLUMNS)
    command = f"INSERT INTO notice ({', '.join(_COLUMNS)}) VALUES ({places})"  # noqa: S608
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(command, rows(count))
        connection.commit()
        connection.execute("ANALYZE notice")
    connection.close()
    return file


def fill_index(count: int) -> None:
    """Write the notices into the search index."""
    from lucai.platform.search import index_named
    from lucai.publication.board.projection import INDEX, document_of

    made = (document_of(_notice(row)) for row in rows(count))
    index_named(INDEX).write(made, anew=True, memory=400_000_000, threads=2)


def _notice(row: tuple[Any, ...]) -> Any:
    from lucai.publication.board.models import Notice

    named = {name.strip('"'): value for name, value in zip(_COLUMNS, row, strict=True)}
    at = datetime.fromisoformat(named["published_at"]).replace(tzinfo=UTC)
    return Notice(**{**named, "published_at": at, "fields": {}})
