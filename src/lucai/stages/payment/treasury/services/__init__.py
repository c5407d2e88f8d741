"""Taking the treasury's answers in, and comparing its days with ours."""

from lucai.stages.payment.treasury.services.answers import settle, take_answers
from lucai.stages.payment.treasury.services.comparing import close, compare_day, explain

__all__ = ["close", "compare_day", "explain", "settle", "take_answers"]
