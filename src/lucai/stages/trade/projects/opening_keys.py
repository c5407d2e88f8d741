"""Whether a tender's bids could be sealed and opened: told by the module that keeps the keys.

That module comes after the document in the life of a tender, so the document asks through this
register instead of importing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.projects.selectors import ProjectCard

WINDOW_MINUTES = 30
RECOVER, REVOKE = "recover", "withdrawn"
ON_ABSENCE = {RECOVER: "由恢复组解密，照常开标", REVOKE: "视为撤销投标，不予开启"}
"""What becomes of a bid whose supplier does not open it: as a policy says it → in words."""


@dataclass(frozen=True, slots=True)
class BidderKeys:
    """A tender document's choice that every supplier holds a key of its own bid (供应商密钥组).

    ``threshold`` of the holders in ``recovery`` (code → organisation) together can stand in for a
    supplier.
    """

    window_minutes: int
    on_absence: str
    threshold: int
    recovery: Mapping[str, str]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> BidderKeys | None:
        """Read what a document keeps; nothing: it did not choose the group."""
        return cls(**kept) if kept else None

    def to_json(self) -> dict[str, Any]:
        """Spell it as a document keeps it."""
        return asdict(self)

    @property
    def words(self) -> str:
        """Say it to suppliers."""
        who = "、".join(self.recovery.values())
        group = f"恢复组：{who}，{self.threshold} 方共同恢复" if self.recovery else ""
        said = (
            "采用：投标文件还须由投标人自己解密才能开启",
            f"开标后 {self.window_minutes} 分钟内用证书或者恢复码解密",
            f"没有解密的，{ON_ABSENCE[self.on_absence]}",
            group,
        )
        return "；".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Recoverer:
    """A holder that a recovery group can name."""

    code: str
    organisation: str


Missing = Callable[[Viewer, ProjectCard], tuple[str, ...]]
Recoverers = Callable[[Viewer, ProjectCard], tuple[Recoverer, ...]]
Problems = Callable[[Viewer, ProjectCard, BidderKeys], dict[str, str]]

Chosen = Callable[[Viewer, str], BidderKeys | None]

_asked: list[Missing] = []
_chosen: list[Chosen] = []
_recovery: list[tuple[Recoverers, Problems]] = []


def register(missing: Missing) -> None:
    """Let a module say which groups of holders have no key for a project's openings."""
    if missing not in _asked:
        _asked.append(missing)


def register_recovery(recoverers: Recoverers, problems: Problems) -> None:
    """Let a module say who can recover bids, and why a choice gives no policy (field → sentence)."""
    _recovery[:] = [(recoverers, problems)]


def use_choice(chosen: Chosen) -> None:
    """Name who knows what a project's tender document chose."""
    _chosen[:] = [chosen]


def bidder_keys_of(project_number: str) -> BidderKeys | None:
    """Return what a project's tender document chose; None: suppliers hold no key of their bids."""
    return _chosen[0](SYSTEM, project_number) if _chosen else None


def missing_keys(project: ProjectCard) -> tuple[str, ...]:
    """Return the groups of holders, as a user reads them, that have no key yet."""
    return tuple(group for missing in _asked for group in missing(SYSTEM, project))


def recoverers_of(project: ProjectCard) -> dict[str, str]:
    """Return the organisations that a recovery group can name, by their holders' codes."""
    return {
        one.code: one.organisation
        for recoverers, _ in _recovery
        for one in recoverers(SYSTEM, project)
    }


def problems_of(project: ProjectCard, chosen: BidderKeys) -> dict[str, str]:
    """Return why a choice gives no opening policy: field → sentence; nothing where it does."""
    return {
        field: sentence
        for _, problems in _recovery
        for field, sentence in problems(SYSTEM, project, chosen).items()
    }
