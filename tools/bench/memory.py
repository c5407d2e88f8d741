"""How much memory an act takes: in a process of its own, over one that only imports the same."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.places import TOP

MEBIBYTE = 1 << 20
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What an act adds to the memory of an idle process.

    Attributes:
        idle, peak: the most that each process ever had in memory, in bytes.
        gate: how many bytes the act may add.
    """

    name: str
    idle: int
    peak: int
    gate: int

    @property
    def added(self) -> int:
        """What the act took."""
        return self.peak - self.idle

    @property
    def verdict(self) -> str:
        """``passed`` or ``failed``."""
        return "passed" if self.added < self.gate else "failed"

    def __str__(self) -> str:
        """Print both processes, what lies between them and the verdict."""
        idle, peak, added, gate = (
            one / MEBIBYTE for one in (self.idle, self.peak, self.added, self.gate)
        )
        return (
            f"{self.name}: idle {idle:.1f} MiB, peak {peak:.1f} MiB, "
            f"added {added:.1f} MiB (gate {gate:.0f} MiB): {self.verdict}"
        )


def footprint(name: str, program: str, act: Sequence[object], *, gate: int) -> Footprint:
    """Run a module once with nothing to do and once with an act; it prints :func:`peak`."""
    return Footprint(name, _peak_of(program, ()), _peak_of(program, act), gate)


def peak() -> int:
    """Return the most memory that this process ever had, in bytes.

    Linux counts in ``ru_maxrss`` what the process was before it became this program, which is as
    much as its parent had; only its own status is of this program alone.
    """
    if STATUS.exists():
        [line] = [one for one in STATUS.read_text().splitlines() if one.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    import resource  # noqa: PLC0415 - Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _peak_of(program: str, act: Sequence[object]) -> int:
    command = [sys.executable, "-m", program, *map(str, act)]
    said = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True)
    return int(said.stdout)
