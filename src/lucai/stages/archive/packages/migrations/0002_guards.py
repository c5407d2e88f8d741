"""Guards inside the database: what is sealed stays as it is until its time, whoever writes SQL.

A migration that alters ``archive_package`` or ``stored_file`` on SQLite makes the table anew and
must run ``guard`` again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

KEPT = "采购档案在保存期限内不得删除、更换或者提前销毁"

_CHANGED = """OLD.archived_at IS NOT NULL AND (
    NEW.archived_at {other} OLD.archived_at OR NEW.sha256 <> OLD.sha256 OR NEW.sm3 <> OLD.sm3
    OR NEW.ended_on <> OLD.ended_on OR NEW.retain_until < OLD.retain_until
    OR NEW.manifest {other} OLD.manifest OR NEW.papers {other} OLD.papers
    OR (NEW.file_id {other} OLD.file_id AND NEW.state <> 'destroyed')
    OR OLD.state = 'destroyed'
    OR (NEW.state = 'destroyed' AND (OLD.state <> 'condemned' OR NEW.destroyed_on IS NULL
        OR NEW.destroyed_on <= OLD.retain_until
        OR EXISTS (SELECT 1 FROM archive_hold h WHERE h.package_id = OLD.id AND h.state = 'held'))))"""

_FILE = """EXISTS (SELECT 1 FROM archive_package p WHERE p.file_id = OLD.id)"""

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS archive_package_no_delete BEFORE DELETE ON archive_package
    WHEN OLD.archived_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_package_no_change BEFORE UPDATE ON archive_package
    WHEN {_CHANGED.format(other="IS NOT")} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_file_no_delete BEFORE DELETE ON stored_file
    WHEN {_FILE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS archive_file_no_change BEFORE UPDATE ON stored_file
    WHEN {_FILE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
)

_FUNCTION = f"""CREATE OR REPLACE FUNCTION archive_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql"""
_FILE_FUNCTION = f"""CREATE OR REPLACE FUNCTION archive_refuse_file() RETURNS trigger AS $$
BEGIN
    IF {_FILE} THEN
        RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql"""
_CHANGE_FUNCTION = f"""CREATE OR REPLACE FUNCTION archive_refuse_change() RETURNS trigger AS $$
BEGIN
    IF {_CHANGED.format(other="IS DISTINCT FROM")} THEN
        RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql"""

POSTGRESQL = (
    _FUNCTION,
    _FILE_FUNCTION,
    _CHANGE_FUNCTION,
    """CREATE OR REPLACE TRIGGER archive_package_no_delete BEFORE DELETE ON archive_package
    FOR EACH ROW WHEN (OLD.archived_at IS NOT NULL) EXECUTE FUNCTION archive_refuse()""",
    """CREATE OR REPLACE TRIGGER archive_package_no_change BEFORE UPDATE ON archive_package
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change()""",
    """CREATE OR REPLACE TRIGGER archive_file_no_change BEFORE UPDATE OR DELETE ON stored_file
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_file()""",
)
NAMES = (
    ("archive_package_no_delete", "archive_package"),
    ("archive_package_no_change", "archive_package"),
    ("archive_file_no_delete", "stored_file"),
    ("archive_file_no_change", "stored_file"),
)
FUNCTIONS = ("archive_refuse", "archive_refuse_file", "archive_refuse_change")


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

    dependencies = [("packages", "0001_initial"), ("files", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
