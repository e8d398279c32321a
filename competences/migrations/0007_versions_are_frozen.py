"""What was authorised never changes: held by the database itself, once a version has its number.

SQLite drops a table's triggers when a later migration rebuilds it: such a migration calls `put_back` last.
"""

from django.db import migrations

FROZEN = ("comparison_id", "year", "sequence", "version", "snapshot", "authorised_at")
REASON = "an authorised version is kept as both sides signed it"

SQLITE = """CREATE TRIGGER versions_are_frozen BEFORE UPDATE ON competences_authoriseddescription WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{reason}'); END"""
POSTGRESQL = """CREATE FUNCTION versions_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER versions_are_frozen BEFORE UPDATE ON competences_authoriseddescription FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION versions_are_frozen()"""


def condition(differs):
    changed = " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in FROZEN)
    return f"OLD.version IS NOT NULL AND ({changed})"


def put_back(apps, schema_editor):
    take_away(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE.format(condition=condition("IS NOT"), reason=REASON), params=None)
    else:
        schema_editor.execute(POSTGRESQL.format(condition=condition("IS DISTINCT FROM"), reason=REASON), params=None)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS versions_are_frozen")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS versions_are_frozen ON competences_authoriseddescription")
        schema_editor.execute("DROP FUNCTION IF EXISTS versions_are_frozen()")


class Migration(migrations.Migration):
    dependencies = [("competences", "0006_life_of_a_version")]

    operations = [migrations.RunPython(put_back, take_away)]
