"""What a bid holds: typed into the sealing page, read back from the envelope at the opening."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText, Money, OptionalMoney
from lucai.stages.trade.bids.wording import Deviation, KeptGround, SecurityKind, SmeKind


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


LONGEST_DAYS = 36500


class ItemIn(BaseModel):
    """The price of one thing of the lot's list."""

    model_config = ConfigDict(str_strip_whitespace=True)

    place: int = Field(title="序号", ge=0, json_schema_extra={"kind": "hidden"})
    unit_price: OptionalMoney = Field(title="单价", default=None, ge=0)
    brand: str = Field(title="品牌", default="", max_length=120)
    model: str = Field(title="规格型号", default="", max_length=120)


class OfferIn(BaseModel):
    """开标一览表 and the price table: the total, and a unit price for everything."""

    price: OptionalMoney = Field(title="投标总价", default=None, ge=0)
    unit_confirmed: Flag = Field(
        title="确认单位为元：这个价格确实是以“元”为单位填写的", default=False
    )
    items: list[ItemIn] = Field(title="分项报价", default=[], max_length=500)


class TermsIn(BaseModel):
    """投标函: periods, contact, declarations."""

    model_config = ConfigDict(str_strip_whitespace=True)

    delivery_days: int = Field(
        title="交付（服务）期", ge=1, le=LONGEST_DAYS, json_schema_extra={"unit": "日历天"}
    )
    validity_days: int = Field(
        title="投标有效期",
        ge=1,
        le=LONGEST_DAYS,
        description="从投标截止之日起算",
        json_schema_extra={"unit": "日历天"},
    )
    contact: str = Field(title="联系人", min_length=2, max_length=60)
    phone: str = Field(title="联系电话", min_length=5, max_length=40)
    sme_kind: SmeKind = Field(
        title="中小企业声明", description="提交后作为《中小企业声明函》的内容，中标后随结果公告"
    )
    domestic: Flag = Field(title="声明：所投产品是本国产品", default=False)
    domestic_share: Annotated[Decimal | None, BeforeValidator(_blank_is_none)] = Field(
        title="本国产品成本占比",
        default=None,
        ge=0,
        le=100,
        decimal_places=2,
        description="多种产品时填写：本国产品成本之和占全部产品成本之和的比例",
        json_schema_extra={"unit": "%"},
    )
    consortium: LongText = Field(
        title="联合体分工说明",
        default="",
        max_length=400,
        description="以联合体投标的，可以补充说明各方分工；成员和份额在下面逐一填写",
    )
    subcontract: LongText = Field(
        title="拟分包的内容",
        default="",
        max_length=400,
        description="写明分包供应商、内容和金额；只能是非主体、非关键性工作，不得再次分包",
    )
    small_share: Annotated[Decimal | None, BeforeValidator(_blank_is_none)] = Field(
        title="小微企业承担的合同份额",
        default=None,
        ge=0,
        le=100,
        decimal_places=2,
        description="联合协议、分包意向协议中小型、微型企业的份额；相互之间有控股、管理关系的不计",
        json_schema_extra={"unit": "%"},
    )


class AnswerIn(BaseModel):
    """The answer to one requirement; blank ones stay gaps."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="编号", max_length=20, json_schema_extra={"kind": "hidden"})
    response: LongText = Field(title="响应内容", default="", max_length=4000)
    deviation: Annotated[Deviation | None, BeforeValidator(_blank_is_none)] = Field(
        title="偏离", default=None
    )
    evidence: str = Field(
        title="证明材料所在位置", default="", max_length=200, description="文件名和页码"
    )


class PartnerIn(BaseModel):
    """A member of a consortium beside its leader, who is the bidder; the rest of the shares is his."""

    model_config = ConfigDict(str_strip_whitespace=True)

    uscc: str = Field(
        title="成员的统一社会信用代码", max_length=18, description="成员应当已在供应商库注册"
    )
    share: Annotated[Decimal | None, BeforeValidator(_blank_is_none)] = Field(
        title="承担的合同份额",
        default=None,
        ge=0,
        le=100,
        decimal_places=2,
        json_schema_extra={"unit": "%"},
    )
    work: str = Field(title="分工", default="", max_length=120)


class ClaimIn(BaseModel):
    """The figure for one objective factor that the system scores; blank: nothing is claimed."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="编号", max_length=4, json_schema_extra={"kind": "hidden"})
    figure: Annotated[Decimal | None, BeforeValidator(_blank_is_none)] = Field(
        title="填报数据", default=None, ge=0, max_digits=13, decimal_places=4
    )
    evidence: str = Field(
        title="证明材料所在位置", default="", max_length=200, description="文件名和页码"
    )


class BondIn(BaseModel):
    """投标保证金."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: SecurityKind = Field(title="形式", description="只接受非现金形式")
    amount: Money = Field(title="金额", gt=0)
    payer_account_name: str = Field(
        title="付款账户名称（保证人）",
        min_length=2,
        max_length=120,
        description="保函填写出具保函的机构",
    )
    reference: str = Field(title="凭证号（保函编号）", min_length=4, max_length=80)


class KeptIn(BaseModel):
    """Why a bond is not given back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ground: KeptGround = Field(title="不予退还的情形")
    reason: LongText = Field(
        title="事实和依据",
        min_length=10,
        max_length=400,
        description="写明查明的事实、证据和采购文件的条款",
    )


class ArrivalIn(BaseModel):
    """What was found of a bond that did not arrive."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="核实情况",
        min_length=4,
        max_length=400,
        description="写明查询的账户、时间和结果；保函写明登记系统或者出具机构的答复",
    )


class RefundIn(BaseModel):
    """A bond given back; what the bank paid on it meanwhile goes with it."""

    interest: OptionalMoney = Field(
        title="孳息",
        default=None,
        ge=0,
        description="终止采购活动的，连同银行同期存款孳息一并退还；没有的留空",
    )


class SealedBidIn(BaseModel):
    """What the sealing page shows to be filled in; none of it is ever posted."""

    terms: TermsIn
    offer: OfferIn
    answers: list[AnswerIn] = Field(title="响应", default=[])
    claims: list[ClaimIn] = Field(title="客观评审因素", default=[])
    members: list[PartnerIn] = Field(title="联合体成员", default=[])
    bonds: list[BondIn] = Field(title="保证金", default=[])
