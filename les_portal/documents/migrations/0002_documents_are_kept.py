"""What was asked never changes, and what was made of it neither once it is ready: held by the database itself.

SQLite drops a table's triggers when a later migration rebuilds it: such a migration calls `put_back` last.
"""

from django.db import migrations

ASKED = """kind series_id sequence number version language title code content_type_id object_id content supersedes_id
requested_at""".split()
MADE = "state made_at file sha256 size is_sealed".split()
REASON = "a document is kept as it was asked for and made"

SQLITE = """CREATE TRIGGER documents_are_kept BEFORE UPDATE ON documents_document WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{reason}'); END"""
POSTGRESQL = """CREATE FUNCTION documents_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER documents_are_kept BEFORE UPDATE ON documents_document FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION documents_are_kept()"""


def condition(differs):
    changed = lambda columns: " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in columns)
    return f"{changed(ASKED)} OR (OLD.state = 'ready' AND ({changed(MADE)}))"


def put_back(apps, schema_editor):
    take_away(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE.format(condition=condition("IS NOT"), reason=REASON), params=None)
    else:
        schema_editor.execute(POSTGRESQL.format(condition=condition("IS DISTINCT FROM"), reason=REASON), params=None)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS documents_are_kept")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS documents_are_kept ON documents_document")
        schema_editor.execute("DROP FUNCTION IF EXISTS documents_are_kept()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(put_back, take_away)]
