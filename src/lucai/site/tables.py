"""The tables of an installation: as the code wants them, with the roles it knows."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lucai.site.roles import install_roles


def bring_up_to_date() -> None:
    """Make what is missing of folder, tables and roles."""
    settings.LUCAI_DATA_DIR.mkdir(parents=True, exist_ok=True)
    if _is_behind():
        call_command("migrate", verbosity=0, interactive=False)
    install_roles()


def _is_behind() -> bool:
    """Whether a migration is left to apply; the command takes half a second to find that none is."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
