"""How long a life is tried: shortly at the desk, long at night, and for a planted fault until found."""

import os

from hypothesis import HealthCheck, Phase, settings

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def trying(examples: int, steps: int = 20) -> settings:
    """Return settings for so many examples; a failure at the desk is not shrunk for minutes."""
    return settings(
        max_examples=examples * 20 if DEEP else examples,
        stateful_step_count=steps,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
