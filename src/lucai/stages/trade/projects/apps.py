"""Django's entry for procurement projects."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ProjectsConfig(AppConfig):
    """Procurement projects."""

    name = "lucai.stages.trade.projects"
    label = "projects"
    verbose_name = "采购项目"

    def ready(self) -> None:
        """Make the life, the menu and the room's first tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.lives.services import register_guests  # noqa: PLC0415
        from lucai.platform.signin import wording  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.plan.intentions import onward  # noqa: PLC0415
        from lucai.stages.trade.projects import selectors  # noqa: PLC0415
        from lucai.stages.trade.projects.lifecycle import JOINT, NAME, PROJECT  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415
        from lucai.stages.trade.projects.selectors.guests import is_guest  # noqa: PLC0415
        from lucai.stages.trade.projects.selectors.joint import joins  # noqa: PLC0415

        permissions.register(PROJECT)
        permissions.register(JOINT)
        permissions.declare(NAME)
        register_guests(is_guest)
        onward.register("project", selectors.project_of_intention)
        wording.register(selectors.method_of)
        navigation.declare(
            navigation.Link(
                "/rooms/",
                "采购项目",
                "folder",
                "采购",
                frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
                order=30,
            )
        )
        register_section(Section(key="overview", label="概览", href="/rooms/{number}/", order=0))
        register_section(
            Section(
                key="joint",
                label="联合采购",
                href="/rooms/{number}/joint/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                order=12,
                shown=joins,
            )
        )
