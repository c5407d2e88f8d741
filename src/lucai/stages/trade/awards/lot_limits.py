"""兼中: where the document lets a supplier win so many lots and no more, in the lots' order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LotLimit:
    """What the limit means for one lot now.

    ``waits_for`` are lots that come before and are not decided yet, ``full`` the ranks of
    candidates that have won as many lots before this one as a supplier may.
    """

    most: int | None = None
    waits_for: tuple[str, ...] = ()
    full: frozenset[int] = frozenset()

    @property
    def reason(self) -> str:
        """Why candidates are passed over, as the decision says it."""
        return f"采购文件规定每家最多中标 {self.most} 个包，排名在前的候选人已中标 {self.most} 个包"
