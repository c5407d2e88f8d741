"""What comes in about sittings."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText
from lucai.stages.trade.sittings.measures import LONGEST_SIGNAL, MOST_SIGNALS

PEER = r"^[0-9a-f]{32}$"


class VenueIn(BaseModel):
    """One venue."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="会场名称", min_length=2, max_length=60)
    region: str = Field(
        title="所在地区",
        pattern=r"^\d{6}$",
        description="行政区划代码，如 370100",
    )
    address: str = Field(title="地址", min_length=2, max_length=160)
    seats: int = Field(title="席位数", ge=1, le=99, default=4)


class PlanIn(BaseModel):
    """The venues of a sitting; the first is the main one."""

    venues: list[VenueIn] = Field(title="会场", max_length=20)


class PlaceIn(BaseModel):
    """Where a seat is."""

    seat: int = Field(title="席位", ge=1, json_schema_extra={"kind": "hidden"})
    venue: int | None = Field(
        title="会场", ge=0, default=None, json_schema_extra={"kind": "select"}
    )


class PlacesIn(BaseModel):
    """Where all seats are."""

    places: list[PlaceIn] = Field(title="席位", max_length=99)


class DisciplineIn(BaseModel):
    """What happened."""

    model_config = ConfigDict(str_strip_whitespace=True)

    seat: int = Field(title="席位", ge=0, le=99, default=0, json_schema_extra={"kind": "select"})
    kind: str = Field(title="情形", json_schema_extra={"kind": "select"})
    who: str = Field(
        title="其他有关人员", max_length=120, default="", description="不是评审成员时填写"
    )
    text: LongText = Field(title="经过和处理", min_length=4, max_length=1000)


class CancelIn(BaseModel):
    """Why a planned sitting does not take place."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="取消的理由",
        description="各席位成员和监管部门都会看到，例如：会场线路故障，改在主场评审",
        min_length=4,
        max_length=400,
    )


class SignalIn(BaseModel):
    """A word to another window."""

    to: str = Field(pattern=PEER)
    body: str = Field(max_length=LONGEST_SIGNAL)


class BeatIn(BaseModel):
    """A sign of life of a window, with what it wants carried."""

    peer: str = Field(pattern=PEER)
    camera: bool = False
    microphone: bool = False
    signals: list[SignalIn] = Field(default=[], max_length=MOST_SIGNALS)


class ChunkIn(BaseModel):
    """Which piece of a recording comes."""

    peer: str = Field(pattern=PEER)
    number: int = Field(ge=0, le=100_000)
    seconds: int = Field(ge=0, le=3600)
