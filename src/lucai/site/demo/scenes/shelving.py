"""Products come into the library, are offered by several suppliers, and change their prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lucai.law.regions import PROVINCE
from lucai.registers.products import services as products
from lucai.registers.products.schemas import OfferIn, ProductIn, SaidIn
from lucai.registers.suppliers import services as suppliers
from lucai.registers.suppliers.schemas import CompanyIn
from lucai.registers.suppliers.selectors import own_company
from lucai.site.demo.people import Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office

FINANCE = f"finance{PROVINCE}"
STAFF = [
    {
        "name": "示例投标",
        "post": "投标经理",
        "until": date(2026, 12, 31),
        "rights": ["bid", "challenge"],
    },
    {"name": "示例签约", "post": "副总经理", "until": None, "rights": ["sign"]},
    {"name": "示例交付", "post": "项目经理", "until": date(2027, 6, 30), "rights": ["perform"]},
]
ENTERED, MOVED, LATEST = date(2026, 2, 3), date(2026, 4, 14), date(2026, 6, 16)


@dataclass(frozen=True, slots=True)
class Ware:
    """One product: what it is, its models (model, price in 元, parameters), who enters it."""

    code: str
    name: str
    unit: str
    brand: str
    standard: str
    models: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]
    supplier: int
    green: bool = True


WARES = (
    Ware("A02010105", "台式计算机", "台", "示例星海", "GB/T 9813.1-2016", (
        ("XH-T300", 3980, (("处理器", "8 核 2.7GHz"), ("内存", "16GB"), ("固态硬盘", "512GB"), ("显示器", "23.8 英寸"))),
        ("XH-T500", 4860, (("处理器", "8 核 3.2GHz"), ("内存", "32GB"), ("固态硬盘", "1TB"), ("显示器", "27 英寸"))),
    ), 0),
    Ware("A02010105", "台式计算机", "台", "示例长城岭", "GB/T 9813.1-2016", (
        ("CL-D20", 4120, (("处理器", "8 核 2.6GHz"), ("内存", "16GB"), ("固态硬盘", "512GB"), ("显示器", "23.8 英寸"))),
        ("CL-D60", 5240, (("处理器", "16 核 3.0GHz"), ("内存", "32GB"), ("固态硬盘", "1TB"), ("显示器", "27 英寸"))),
    ), 10),
    Ware("A02010108", "便携式计算机", "台", "示例星海", "GB/T 9813.2-2016", (
        ("XH-N14", 5380, (("处理器", "8 核 2.5GHz"), ("内存", "16GB"), ("固态硬盘", "512GB"), ("重量", "1.4kg"))),
        ("XH-N16", 6990, (("处理器", "12 核 2.8GHz"), ("内存", "32GB"), ("固态硬盘", "1TB"), ("重量", "1.9kg"))),
    ), 0),
    Ware("A02020400", "多功能一体机", "台", "示例印泉", "GB/T 29244-2012", (
        ("YQ-M200", 1980, (("幅面", "A4"), ("速度", "30 页/分"), ("双面", "自动"))),
        ("YQ-M600", 7650, (("幅面", "A3"), ("速度", "35 页/分"), ("双面", "自动"))),
    ), 20),
    Ware("A02010104", "服务器", "台", "示例云岭", "GB/T 9813.3-2017", (
        ("YL-R2", 42800, (("处理器", "2×32 核"), ("内存", "256GB"), ("硬盘", "6×4TB"), ("高度", "2U"))),
    ), 30),
    Ware("A02020200", "投影仪", "台", "示例光谷", "SJ/T 11346-2015", (
        ("GG-P400", 6200, (("亮度", "4000 流明"), ("分辨率", "1920×1080"), ("光源", "激光"))),
    ), 40, green=False),
)  # fmt: skip

PRICES = tuple(price for ware in WARES for _, price, _ in ware.models)
"""The first price of every model, in 元, in the order in which they are entered."""


def tellings(cast: Cast) -> Iterator[Telling]:
    """Tell of the shelf from winter to summer, and of the certificates of a supplier."""
    yield Telling("products", _shelf(cast))
    yield Telling("certificates", _certified(cast))


def _certified(cast: Cast) -> Play:
    """A supplier names who acts for it; certificates run, end soon, have ended, were given up."""
    yield Cue(office(ENTERED), "company.keep")
    who = cast.actor("supplier0")
    company = own_company(who.viewer)
    if company is None:
        return
    kept = [
        {"name": "信息安全服务资质（示例）", "number": "SL-XA-0001", "until": date(2028, 3, 31)},
        {"name": "质量管理体系认证（示例）", "number": "SL-ZL-0002", "until": date(2026, 7, 20)},
        {
            "name": "信息技术服务标准符合性证书（示例）",
            "number": "SL-IT-0003",
            "until": date(2026, 5, 31),
        },
    ]
    gone = {"name": "环境管理体系认证（示例）", "number": "SL-HJ-0004", "until": date(2026, 9, 30)}
    for certificates in ([*kept, gone], kept):
        content = {**company.model_dump(), "qualifications": certificates, "staff": STAFF}
        suppliers.keep_company(who, company=CompanyIn.model_validate(content))


def _shelf(cast: Cast) -> Play:
    yield Cue(office(ENTERED), "product.enlist")
    listed = [number for ware in WARES for number in _listed(cast, ware)]
    yield Cue(office(MOVED), "product.offer")
    for place, number in enumerate(listed[:6]):
        other = cast.actor(f"supplier{50 + place}")
        products.offer_product(other, number=number, offer=_terms(PRICES[place] - 60))
    products.offer_product(cast.actor("supplier0"), number=listed[0], offer=_terms(3880))
    yield Cue(office(LATEST), "product.rise")
    dear = _terms(4180, reason="内存、固态硬盘采购成本上涨", public_price="4099.00")
    products.offer_product(cast.actor("supplier0"), number=listed[0], offer=dear)
    products.offer_product(cast.actor("supplier10"), number=listed[2], offer=_terms(3990))
    _unfinished(cast)


def _unfinished(cast: Cast) -> None:
    """Leave one withdrawn, one sent back, one to check, one being written."""
    home = WARES[5]
    gone = _listed(cast, home, (("GG-P200", 5600, (("亮度", "3000 流明"),)),))
    products.withdraw(
        cast.actor("supplier40"), number=gone[0], said=SaidIn(reason="该型号停产，由新型号替代")
    )
    back = _submitted(cast, home, ("GG-P600", 8800, (("亮度", "6000 流明"),)))
    products.send_back(
        cast.actor(FINANCE), number=back, said=SaidIn(reason="请补充分辨率和光源类型。")
    )
    _submitted(cast, WARES[0], ("XH-T700", 5980, (("内存", "64GB"), ("固态硬盘", "2TB"))))
    _drafted(cast, WARES[2], ("XH-N13", 4980, (("内存", "16GB"), ("重量", "1.2kg"))))


def _listed(cast: Cast, ware: Ware, models: tuple[Any, ...] = ()) -> list[str]:
    numbers = [_submitted(cast, ware, one) for one in models or ware.models]
    for number in numbers:
        products.take(cast.actor(FINANCE), number=number, step="enlist")
    return numbers


def _submitted(cast: Cast, ware: Ware, model: Any) -> str:
    number = _drafted(cast, ware, model)
    products.take(cast.actor(f"supplier{ware.supplier}"), number=number, step="submit")
    return number


def _drafted(cast: Cast, ware: Ware, model: Any) -> str:
    name, price, attributes = model
    content: dict[str, Any] = {
        "name": ware.name, "brand": ware.brand, "model": name, "unit": ware.unit,
        "manufacturer": f"{ware.brand}制造有限公司", "catalogue_code": ware.code,
        "standards": ware.standard, "says_domestic": True, "made_here": True,
        "component_share": 82, "certificates": _certificates(ware, name),
        "attributes": [{"name": label, "value": value} for label, value in attributes],
    }  # fmt: skip
    who = cast.actor(f"supplier{ware.supplier}")
    return products.begin_product(
        who, product=ProductIn.model_validate(content), offer=_terms(price)
    )


def _certificates(ware: Ware, model: str) -> list[dict[str, Any]]:
    if not ware.green:
        return []
    soon = model == "YQ-M200"
    until = date(2026, 7, 20) if soon else ENTERED + timedelta(days=900)
    return [
        {
            "kind": kind,
            "number": f"SL-{kind[:2].upper()}-{model}",
            "issuer": "示例认证中心",
            "until": until,
        }
        for kind in ("energy", "environment")
    ]


def _terms(yuan: int, **more: Any) -> OfferIn:
    content = {"price": f"{yuan}.00", "delivery_days": 7, "warranty_months": 36, **more}
    return OfferIn.model_validate(content)
