"""What catalogues and encapsulation say of a package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel import clock


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the file's history."""

    at: datetime
    label: str
    who: str
    side: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What catalogues and encapsulation say of a package."""

    name: str
    number: str
    title: str
    buyer: str
    agency: str
    fonds: str
    region: str
    ocid: str
    ended_on: date
    retain_until: date
    years: int
    made_at: datetime
    remark: str
    acts: tuple[Act, ...]
    rules: tuple[str, ...]
    papers: tuple[Mapping[str, object], ...]

    @property
    def year(self) -> str:
        """年度: the year in which the procurement ended."""
        return f"{self.ended_on:%Y}"

    @property
    def retention(self) -> str:
        """保管期限."""
        return f"{self.years}年"

    def bag_info(self) -> dict[str, str]:
        """Return the elements of ``bag-info.txt`` (RFC 8493 §2.2.2 and 著录)."""
        return {
            "Source-Organization": self.agency,
            "External-Identifier": self.number,
            "External-Description": self.title,
            "Bagging-Date": self.made_at.astimezone(clock.BEIJING).date().isoformat(),
            "Bag-Software-Agent": "LuCai",
            "Fonds": self.fonds,
            "Year": self.year,
            "Retention": self.retention,
            "Retain-Until": self.retain_until.isoformat(),
            "Ended-On": self.ended_on.isoformat(),
            "Region": self.region,
            "OCID": self.ocid,
        }
