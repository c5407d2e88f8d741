"""What happened to one object, as ``ui.timeline`` shows it."""

from lucai.platform.web.timelines import timeline_of

__all__ = ["timeline_of"]
