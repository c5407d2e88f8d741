"""Django's entry for reports of breaches."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class WhistleblowsConfig(AppConfig):
    """Reports of breaches."""

    name = "lucai.oversight.whistleblows"
    label = "whistleblows"
    verbose_name = "举报"

    def ready(self) -> None:
        """Make permissions and menus known."""
        from lucai.oversight.whistleblows.lifecycle import (  # noqa: PLC0415 - after all apps
            READ,
            REVEAL,
            WHISTLEBLOW,
        )
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        permissions.register(WHISTLEBLOW)
        permissions.declare(READ, REVEAL)
        declare(
            Link("/whistleblow/", "举报", "flag", "", frozenset({Side.PUBLIC}), order=60),
            Link("/whistleblows/", "举报", "flag", "监管", frozenset({Side.SUPERVISOR}), order=20),
        )
