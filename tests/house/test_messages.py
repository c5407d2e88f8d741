"""Messages go to organisations; a library of experts is none whose people all may know."""

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import lifecycles


def test_no_step_tells_all_the_experts_of_a_library() -> None:
    """A member of a panel is told by a duty of the own (person_of), never by the library's inbox."""
    telling = [
        f"{life.of}:{step.name}"
        for life in lifecycles()
        for step in life.steps
        if Side.EXPERT in step.tells
    ]
    assert telling == []
