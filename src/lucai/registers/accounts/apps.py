"""Django's entry for first accounts."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class AccountsConfig(AppConfig):
    """First accounts."""

    name = "lucai.registers.accounts"
    label = "accounts"
    verbose_name = "首个账号"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.accounts.lifecycle import INVITATION, ISSUE  # noqa: PLC0415

        permissions.register(INVITATION)
        permissions.declare(ISSUE)
        inviting = frozenset({Side.SUPERVISOR})
        declare(Link("/account-invitations/", "开通账号", "key", "资源", inviting, order=65))
