"""What an expert can judge, kept as rows beside the entry: a draw finds its few among many by index."""

from __future__ import annotations

from collections.abc import Iterable

from lucai.kernel.actors import Actor
from lucai.platform.records import system_access
from lucai.registers.experts.models import ExpertSpecialty, ReviewExpert


def keep(actor: Actor, experts: Iterable[ReviewExpert]) -> None:
    """Write the specialties of entries as rows, instead of those that stand there."""
    del actor
    experts = list(experts)
    with system_access("index of specialties"):
        ExpertSpecialty.objects.filter(expert__in=experts).delete()
        ExpertSpecialty.objects.bulk_create(
            ExpertSpecialty(expert=one, code=code)
            for one in experts
            for code in dict.fromkeys(one.specialties)
        )
