"""Django's entry for certificates and the trust list."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class PkiConfig(AppConfig):
    """Certificates and the trust list."""

    name = "lucai.platform.pki"
    label = "pki"
    verbose_name = "证书互认"

    def ready(self) -> None:
        """Make functions, menu and the look for fresh revocation lists known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.pki.functions import FUNCTIONS  # noqa: PLC0415
        from lucai.platform.pki.revocation import refresh_stale  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        permissions.declare(*FUNCTIONS)
        timers.register("revocation lists", refresh_stale)
        working = frozenset(Side) - {Side.PUBLIC, Side.SYSTEM}
        declare(Link("/trust-list/", "互认证书机构", "lock", "系统", working, order=80))
