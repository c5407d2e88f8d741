"""Guards of later versions: no version is changed or taken away, nor its file before the package's end.

A migration that alters ``archive_version`` or ``stored_file`` on SQLite makes the table anew and
must run ``guard`` again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

KEPT = "补充归档的版本不得删除或者更换"

_FILE = """EXISTS (SELECT 1 FROM archive_version v WHERE v.file_id = OLD.id)"""

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS archive_version_no_delete BEFORE DELETE ON archive_version
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_version_no_change BEFORE UPDATE ON archive_version
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_version_file_no_delete BEFORE DELETE ON stored_file
    WHEN {_FILE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_version_file_no_change BEFORE UPDATE ON stored_file
    WHEN {_FILE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION archive_version_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql""",
    f"""CREATE OR REPLACE FUNCTION archive_version_refuse_file() RETURNS trigger AS $$
BEGIN
    IF {_FILE} THEN
        RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql""",
    """CREATE OR REPLACE TRIGGER archive_version_no_change BEFORE UPDATE OR DELETE ON archive_version
    FOR EACH ROW EXECUTE FUNCTION archive_version_refuse()""",
    """CREATE OR REPLACE TRIGGER archive_version_file_no_change BEFORE UPDATE OR DELETE ON stored_file
    FOR EACH ROW EXECUTE FUNCTION archive_version_refuse_file()""",
)
NAMES = (
    ("archive_version_no_delete", "archive_version"),
    ("archive_version_no_change", "archive_version"),
    ("archive_version_file_no_delete", "stored_file"),
    ("archive_version_file_no_change", "stored_file"),
)
FUNCTIONS = ("archive_version_refuse", "archive_version_refuse_file")


def guard(apps: Any, editor: Any) -> None:
    """Put the guards up."""
    del apps
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unguard(apps: Any, editor: Any) -> None:
    """Take the guards down."""
    del apps
    postgresql = editor.connection.vendor == "postgresql"
    for name, table in NAMES:
        on = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
    for name in FUNCTIONS if postgresql else ():
        editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


class Migration(migrations.Migration):
    """The guards."""

    dependencies = [("packages", "0002_guards")]

    operations = [migrations.RunPython(guard, unguard)]
