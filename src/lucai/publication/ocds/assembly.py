"""From journal fragments to releases, and from releases to a record: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lucai.kernel import ocds

SCHEME = "CN-USCC"
ROLES = {
    "buyer": "buyer",
    "procuringEntity": "procuringEntity",
    "tenderers": "tenderer",
    "suppliers": "supplier",
    "payer": "payer",
    "payee": "payee",
}
SECTIONS = ("planning", "tender", "awards", "contracts", "buyer", "relatedProcesses")
TAGS = {
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate",
    "tenderCancellation", "award", "awardUpdate", "awardCancellation", "contract",
    "contractUpdate", "contractAmendment", "implementation", "implementationUpdate",
    "contractTermination",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as a party of a process."""

    name: str
    uscc: str
    region: str
    address: str

    @property
    def ident(self) -> str:
        """The id by which releases refer to it."""
        return f"{SCHEME}-{self.uscc}"


def release(
    fragment: Mapping[str, Any], *, ident: str, process: str, date: str, tag: str,
    bodies: Mapping[str, Body],
) -> dict[str, Any]:  # fmt: skip
    """Return one release of a fragment; unknown sections are left out.

    ``bodies`` maps the internal ids of the fragment to organisations.
    """
    content = {name: fragment[name] for name in SECTIONS if fragment.get(name)}
    roles: dict[str, set[str]] = {}
    for place, ident_ in references(content):
        roles.setdefault(ident_, set()).add(ROLES[place])
    return {
        "ocid": process,
        "id": ident,
        "date": date,
        "tag": [tag],
        "language": "zh",
        "initiationType": "tender",
        **({"parties": parties} if (parties := _parties(roles, bodies)) else {}),
        **_named(content, bodies),
    }


def references(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield (place, internal id) of every organisation a fragment refers to."""
    if isinstance(content, Mapping):
        if place in ROLES and str(content.get("id", "")).startswith(ocds.INTERNAL):
            yield place, str(content["id"])
        for key, value in content.items():
            yield from references(value, key)
    elif isinstance(content, list):
        for value in content:
            yield from references(value, place)


def compiled(releases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Merge releases, oldest first, by the rules of OCDS: objects by key, lists by id."""
    merged: dict[str, Any] = {}
    for one in releases:
        merged = _merge(merged, one)
    merged["tag"] = ["compiled"]
    merged["id"] = f"{merged['ocid']}-{merged['date']}"
    return merged


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {key: _merge(old.get(key), new[key]) if key in new else old[key]
                for key in (*old, *(k for k in new if k not in old))}  # fmt: skip
    if _keyed(old) and _keyed(new):
        by_id = {row["id"]: row for row in old}
        for row in new:
            by_id[row["id"]] = _merge(by_id.get(row["id"]), row)
        return list(by_id.values())
    return new


def _keyed(rows: Any) -> bool:
    """Whether a list is one of objects with ids."""
    return (
        isinstance(rows, list)
        and bool(rows)
        and all(isinstance(row, Mapping) and "id" in row for row in rows)
    )


def _named(content: Any, bodies: Mapping[str, Body]) -> Any:
    """Replace internal ids by the ids under which organisations are public."""
    if isinstance(content, Mapping):
        known = bodies.get(str(content.get("id", "")))
        inner = {key: _named(_number(key, value), bodies) for key, value in content.items()}
        return {**inner, "id": known.ident, "name": known.name} if known else inner
    if isinstance(content, list):
        return [_named(value, bodies) for value in content]
    return content


def _number(key: str, value: Any) -> Any:
    """Turn decimal text into the number that OCDS wants, whole where it can be."""
    if key not in NUMBERS or not isinstance(value, str):
        return value
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


NUMBERS = {"amount", "quantity"}


def _parties(roles: Mapping[str, set[str]], bodies: Mapping[str, Body]) -> list[dict[str, Any]]:
    return [
        {
            "id": body.ident,
            "name": body.name,
            "identifier": {"scheme": SCHEME, "id": body.uscc, "legalName": body.name},
            "address": ocds.tidy(
                {"streetAddress": body.address, "region": body.region, "countryName": "中国"}
            ),
            "roles": sorted(kinds),
        }
        for ident, kinds in sorted(roles.items())
        if (body := bodies.get(ident))
    ]


def package(uri: str, published: str, **content: Any) -> dict[str, Any]:
    """Wrap releases or records with what OCDS demands of a package."""
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": published,
        "publisher": {"name": "鲁采 LuCai", "scheme": SCHEME},
        "license": "https://opendatacommons.org/licenses/pddl/1-0/",
        "publicationPolicy": uri.split("/ocds/", maxsplit=1)[0] + "/data/",
        **content,
    }
