from django.db import migrations

ONLY_OPENED = [
    "DELETE FROM bid_security WHERE opened_at IS NULL",
    "DELETE FROM bid_item",
    "DELETE FROM bid_response",
    "DELETE FROM bid_file",
    "DELETE FROM bid WHERE opened_at IS NULL",
]


class Migration(migrations.Migration):
    """Bids lie sealed until they are opened: working copies on the server are gone.

    By itself, since PostgreSQL alters no table whose deletions are not settled yet.
    """

    dependencies = [("bids", "0002_bonds_fall_due")]

    operations = [migrations.RunSQL(sql) for sql in ONLY_OPENED]
