"""Django's entry for tender documents."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class DocumentsConfig(AppConfig):
    """Tender documents, clarifications, enquiries."""

    name = "lucai.stages.trade.documents"
    label = "documents_trade"
    verbose_name = "采购文件"

    def ready(self) -> None:
        """Make lives, functions and the room's tabs known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.documents import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.documents.selectors.document import (  # noqa: PLC0415
            bidder_keys_chosen,
            is_out_of_draft,
        )
        from lucai.stages.trade.projects import fixing, opening_keys  # noqa: PLC0415

        permissions.register(lifecycle.DOCUMENT)
        permissions.register(lifecycle.CLARIFICATION)
        permissions.register(lifecycle.ENQUIRY)
        permissions.register(lifecycle.REVISION)
        permissions.declare(
            lifecycle.EDIT, lifecycle.COEDIT, lifecycle.CLARIFY, lifecycle.ASK, lifecycle.PROPOSE
        )
        navigation.declare(
            navigation.Link(
                "/clauses/", "条款库与范本", "doc", "资源",
                frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}), order=60,
            )
        )  # fmt: skip
        fixing.register(is_out_of_draft)
        opening_keys.use_choice(bidder_keys_chosen)
        _show_sections()


def _show_sections() -> None:
    from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

    register_section(
        Section(
            key="document",
            label="采购文件",
            href="/rooms/{number}/document/",
            sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT}),
            since="preparing",
            order=20,
        )
    )
    register_section(
        Section(
            key="clarifications",
            label="询问与更正",
            href="/rooms/{number}/clarifications/",
            sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
            since="announced",
            order=25,
        )
    )
