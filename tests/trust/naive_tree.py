"""RFC 6962 written a second time, straight from its recursive definitions, to judge the first."""

import hashlib
from collections.abc import Sequence

# The eight leaves and roots used by the reference implementation of Certificate Transparency.
REFERENCE_LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree_head(entries: Sequence[bytes]) -> bytes:
    """MTH of §2.1."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    middle = largest_power_below(len(entries))
    return hashlib.sha256(
        b"\1" + tree_head(entries[:middle]) + tree_head(entries[middle:])
    ).digest()


def path(index: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH of §2.1.1."""
    if len(entries) == 1:
        return []
    middle = largest_power_below(len(entries))
    if index < middle:
        return [*path(index, entries[:middle]), tree_head(entries[middle:])]
    return [*path(index - middle, entries[middle:]), tree_head(entries[:middle])]


def subproof(old: int, entries: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of §2.1.2; with ``whole`` it is PROOF."""
    if old == len(entries):
        return [] if whole else [tree_head(entries)]
    middle = largest_power_below(len(entries))
    if old <= middle:
        return [*subproof(old, entries[:middle], whole=whole), tree_head(entries[middle:])]
    return [*subproof(old - middle, entries[middle:], whole=False), tree_head(entries[:middle])]


def largest_power_below(count: int) -> int:
    """The k of §2.1."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power
