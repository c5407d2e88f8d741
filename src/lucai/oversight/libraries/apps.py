"""Django's entry for the supervision of the libraries."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class LibrariesConfig(AppConfig):
    """The supervision of the four libraries."""

    name = "lucai.oversight.libraries"
    label = "libraries"
    verbose_name = "四库监管"

    def ready(self) -> None:
        """Make the menu known."""
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415 - after all apps

        finance = frozenset({Side.SUPERVISOR})
        declare(Link("/libraries/", "四库监管", "chart", "监管", finance, order=29))
