"""eep.xml: the package as DA/T 48-2009 (EEP) describes it, with digests in place of contents."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from lucai.kernel import clock

if TYPE_CHECKING:
    from lucai.stages.archive.packages.bag import ManifestLine
    from lucai.stages.archive.packages.description import Description

SPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
FORMAT = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成"
ORIGINAL = "本封装包包含电子文件数据及其元数据，原始封装，未经修改"
DIGEST_ONLY = (
    "本封装包中“编码数据”元素存储的是计算机文件的SHA-512摘要，内容在同一归档信息包的data目录"
)


def eep_xml(about: Description, lines: Iterable[ManifestLine]) -> bytes:
    """Return the encapsulation of a package: one file, its acts, those who acted."""
    root = etree.Element(_q("电子文件封装包"), nsmap={None: SPACE})
    _text(root, "封装包格式描述", FORMAT)
    _text(root, "版本", "2009")
    signed = etree.SubElement(root, _q("被签名对象"), {"eep版本": "2009"})
    _text(signed, "封装包类型", "原始型")
    _text(signed, "封装包类型描述", ORIGINAL)
    _text(signed, "封装包创建时间", _moment(about))
    _text(signed, "封装包创建单位", about.agency)
    content = etree.SubElement(signed, _q("封装内容"))
    _file(etree.SubElement(content, _q("文件实体块")), about, lines)
    _acts(etree.SubElement(content, _q("业务实体块")), about)
    _actors(etree.SubElement(content, _q("机构人员实体块")), about)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def eep_faults(content: bytes) -> tuple[str, ...]:
    """Return what is wrong with an encapsulation by the schema, offline; nothing: it is right."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return (f"不是有效的 XML：{error}",)
    schema = _schema()
    if schema.validate(tree):
        return ()
    return tuple(f"第 {fault.line} 行：{fault.message}" for fault in schema.error_log)


def schema_bytes() -> bytes:
    """Return the schema, as a package carries it."""
    return Path(__file__).with_name("eep.xsd").read_bytes()


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(schema_bytes()))


def _file(parent: etree._Element, about: Description, lines: Iterable[ManifestLine]) -> None:
    file = etree.SubElement(parent, _q("文件实体"))
    _text(file, "文件标识符", about.number)
    _text(file, "聚合层次", "案卷")
    _texts(file, "来源", ("全宗名称", about.buyer), ("立档单位名称", about.agency))
    _text(file, "电子文件号", about.name)
    _texts(
        file, "档号", ("全宗号", about.fonds), ("年度", about.year), ("保管期限", about.retention)
    )
    _texts(
        file, "内容描述", ("题名", about.title), ("文件编号", about.number), ("责任者", about.buyer),
        ("日期", about.ended_on.isoformat()), ("密级", "公开或者内部"),
    )  # fmt: skip
    _texts(file, "形式特征", ("文件组合类型", "组合文件"), ("语种", "中文"))
    _text(file, "权限管理", "投标文件和评审资料限制借阅")
    data = etree.SubElement(file, _q("文件数据"))
    for place, line in enumerate(lines, 1):
        _document(data, place, line)


def _document(data: etree._Element, place: int, line: ManifestLine) -> None:
    document = etree.SubElement(data, _q("文档"))
    _text(document, "文档标识符", f"D{place:05d}")
    _text(document, "文档序号", str(place))
    _text(document, "题名", line.title or PurePosixPath(line.path).name)
    coding = etree.SubElement(etree.SubElement(document, _q("文档数据")), _q("编码"))
    ending = PurePosixPath(line.path).suffix.removeprefix(".").upper() or "二进制"
    _texts(
        coding, "电子属性", ("格式信息", ending), ("计算机文件名", line.path),
        ("计算机文件大小", str(line.size)),
    )  # fmt: skip
    _text(coding, "编码描述", DIGEST_ONLY)
    _text(coding, "反编码关键字", "sha512-base64Binary")
    _text(coding, "编码数据", base64.b64encode(bytes.fromhex(line.sha512)).decode())


def _acts(parent: etree._Element, about: Description) -> None:
    for place, act in enumerate(about.acts, 1):
        _texts(
            parent, "业务实体", ("业务标识符", f"B{place:05d}"), ("机构人员标识符", act.who),
            ("文件标识符", about.number), ("业务状态", "历史行为"), ("业务行为", act.label),
            ("行为时间", act.at.astimezone(clock.BEIJING).isoformat(timespec="seconds")),
        )  # fmt: skip


def _actors(parent: etree._Element, about: Description) -> None:
    for who, side in sorted({(act.who, act.side) for act in about.acts}):
        _texts(
            parent, "机构人员实体", ("机构人员标识符", who), ("机构人员类型", side),
            ("机构人员名称", who),
        )  # fmt: skip


def _moment(about: Description) -> str:
    return about.made_at.astimezone(clock.BEIJING).isoformat(timespec="seconds")


def _texts(parent: etree._Element, name: str, *pairs: tuple[str, str]) -> None:
    element = etree.SubElement(parent, _q(name))
    for child, value in pairs:
        _text(element, child, value)


def _text(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, _q(name)).text = value


def _q(name: str) -> str:
    return f"{{{SPACE}}}{name}"
