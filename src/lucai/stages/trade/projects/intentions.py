"""When a project's intention became public, as the rules of what follows it read it."""

from __future__ import annotations

from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import NotFound
from lucai.law.planning_rules import IntentionFacts
from lucai.platform.access.selectors import organisation
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.trade.projects.selectors import ProjectCard


def intention_facts(project: ProjectCard) -> IntentionFacts:
    """Return what is publicly known of the project's intention."""
    return IntentionFacts(
        intention_published_on=intention_day(project),
        intention_exempt=project.intention_exempt,
        buyer_level=organisation(PUBLIC, project.buyer_id).level,
    )


def intention_day(project: ProjectCard) -> date | None:
    """Return the day on which the project's intention was published, or None."""
    if not project.intention_code:
        return None
    try:
        published_at = intention_seen(PUBLIC, project.intention_code).published_at
    except NotFound:
        return None
    return published_at.astimezone(clock.BEIJING).date() if published_at else None
