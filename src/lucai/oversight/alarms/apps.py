"""Django's entry for alarms of share servers."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class AlarmsConfig(AppConfig):
    """Alarms of share servers."""

    name = "lucai.oversight.alarms"
    label = "alarms"
    verbose_name = "开标密钥告警"

    def ready(self) -> None:
        """Make permissions and menus known; ask the servers from time to time."""
        from lucai.oversight.alarms.jobs import collect_due  # noqa: PLC0415 - after all apps
        from lucai.oversight.alarms.lifecycle import KEY_ALARM  # noqa: PLC0415
        from lucai.platform import timers  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        permissions.register(KEY_ALARM)
        timers.register("key alarms", collect_due)
        sides = frozenset({Side.SUPERVISOR})
        declare(Link("/key-alarms/", "密钥告警", "shield", "监管", sides, order=25))
