"""What comes in about the trust list: one CA as its officer writes it down."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.platform.pki.anchors import Algorithm, KeyUsage, Revocation
from lucai.platform.pki.certificates import EXTENSION, SUBJECT, pem_certificates, read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.web.fields import Moment

ADDRESS = re.compile(r"^(https?|lucai-demo)://[^\s]+$")


class UsccSource(StrEnum):
    """Where in a certificate the 统一社会信用代码 stands."""

    SUBJECT = SUBJECT
    EXTENSION = EXTENSION

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return {SUBJECT: "主题（Subject）属性", EXTENSION: "扩展项"}[self.value]


def _lines(value: object) -> object:
    if isinstance(value, str):
        return [line.strip() for line in re.split(r"[\n,]", value) if line.strip()]
    return value


def _addresses(value: list[str]) -> list[str]:
    for each in value:
        if not ADDRESS.match(each):
            raise ValueError(f"“{each}”不是网址")
    return value


def _pattern(value: str) -> str:
    try:
        compiled = re.compile(value)
    except re.error as error:
        raise ValueError("这不是有效的正则表达式") from error
    if compiled.groups != 1:
        raise ValueError("要用一对括号标出代码所在的部分，例如 ([0-9A-Z]{18})")
    return value


def _certificates(value: str) -> str:
    try:
        for der in pem_certificates(value):
            if not read_certificate(der).parsed.ca:
                raise ValueError("这里只填机构（CA）证书")
    except CertificateRefused as error:
        raise ValueError(str(error)) from error
    return value


Lines = Annotated[list[str], BeforeValidator(_lines), Field(json_schema_extra={"kind": "textarea"})]
Addresses = Annotated[Lines, AfterValidator(_addresses)]
Pem = Annotated[str, AfterValidator(_certificates), Field(json_schema_extra={"kind": "textarea"})]


class TrustAnchorIn(BaseModel):
    """One CA on the trust list."""

    model_config = ConfigDict(str_strip_whitespace=True)

    code: str = Field(
        title="代号", description="小写字母、数字、横线，定下后不变", pattern=r"^[a-z0-9\-]{2,40}$"
    )
    name: str = Field(title="机构名称", min_length=2, max_length=120)
    root: Pem = Field(title="根证书", description="PEM 文本，只放一张")
    intermediates: Pem = Field(default="", title="中级证书", description="PEM 文本，可放多张")
    algorithms: Annotated[list[Algorithm], BeforeValidator(_lines)] = Field(
        title="签名算法", min_length=1, json_schema_extra={"kind": "checkbox"}
    )
    crl_addresses: Addresses = Field(default=[], title="吊销列表地址", description="每行一个")
    ocsp_addresses: Addresses = Field(default=[], title="OCSP 地址", description="每行一个")
    policies: Lines = Field(
        default=[], title="认可的证书策略", description="每行一个策略标识；不填为不限"
    )
    uscc_source: UsccSource = Field(title="信用代码所在处")
    uscc_oid: str = Field(
        title="信用代码所在项的标识", description="例如 2.5.4.5", pattern=r"^[0-9]+(\.[0-9]+){2,}$"
    )
    uscc_pattern: Annotated[str, AfterValidator(_pattern)] = Field(
        default="([0-9A-Z]{18})",
        title="提取规则",
        description="正则表达式，括号内为 18 位代码",
        max_length=200,
    )
    signing_usage: Annotated[list[KeyUsage], BeforeValidator(_lines)] = Field(
        default=[KeyUsage.DIGITAL_SIGNATURE],
        title="签名证书须有的用途",
        json_schema_extra={"kind": "checkbox"},
    )
    revocation: Revocation = Field(title="吊销信息要求")
    valid_from: Moment = Field(title="名单生效时间")
    valid_to: Annotated[
        Moment | None, BeforeValidator(lambda v: v or None if isinstance(v, str) else v)
    ] = Field(default=None, title="名单失效时间", json_schema_extra={"kind": "datetime"})
    ground: str = Field(title="依据", description="文件名称和文号", min_length=2, max_length=200)
    recognition: str = Field(default="", title="互认情况", max_length=200)
    simulated: bool = False

    @field_validator("signing_usage")
    @classmethod
    def _signs(cls, value: list[KeyUsage]) -> list[KeyUsage]:
        if KeyUsage.DIGITAL_SIGNATURE not in value:
            raise ValueError("签名证书至少要有“数字签名”用途")
        return value


class TrustChangeIn(TrustAnchorIn):
    """A change with its reason."""

    reason: str = Field(title="变更原因", min_length=2, max_length=200)


def as_typed(sheet: TrustAnchorIn) -> dict[str, object]:
    """Return a sheet as its form shows it: lists one a line."""
    content = sheet.model_dump()
    lines = {name: "\n".join(value) for name, value in content.items() if isinstance(value, list)}
    ticked = {
        "algorithms": ",".join(sheet.algorithms),
        "signing_usage": ",".join(sheet.signing_usage),
    }
    return {**content, **lines, **ticked}
