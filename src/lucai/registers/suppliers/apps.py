"""Django's entry for the supplier library."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class SuppliersConfig(AppConfig):
    """The supplier library."""

    name = "lucai.registers.suppliers"
    label = "suppliers"
    verbose_name = "供应商库"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.registers.suppliers.jobs import watch_certificates  # noqa: PLC0415
        from lucai.registers.suppliers.lifecycle import (  # noqa: PLC0415
            KEEP,
            QUALIFICATION,
            SUPPLIER,
        )

        permissions.register(SUPPLIER)
        permissions.register(QUALIFICATION)
        timers.register("certificates", watch_certificates)
        permissions.declare(KEEP)
        readers = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})
        navigation.declare(
            navigation.Link("/suppliers/", "供应商", "org", "资源", readers, order=50),
            navigation.Link(
                "/company/", "企业资料", "org", "资源", frozenset({Side.SUPPLIER}), order=50
            ),
        )
