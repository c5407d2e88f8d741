"""Contract against tender and bid: what is the same, what changed, and what that asks for.

Pure: built from values in hand, read by the page and by the rules of the contract's life.
"""

from lucai.kernel.differences import (
    Part,
    TextLine,
    changed_lines,
    marked,
)
from lucai.stages.contract.contracts.comparing.rows import (
    Comparison,
    Difference,
    Need,
    compare,
)

__all__ = [
    "Comparison",
    "Difference",
    "Need",
    "Part",
    "TextLine",
    "changed_lines",
    "compare",
    "marked",
]
