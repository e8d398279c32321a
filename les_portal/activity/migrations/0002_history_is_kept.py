"""The database itself refuses to rewrite history, whoever asks: only the actor may be forgotten.

Deleting is refused by a trigger on PostgreSQL alone. On SQLite emptying a table, which tests do behind them, is the same
statement as deleting rows; there the model refuses, and `check_invariants` finds what is missing.

Whoever changes the table later on SQLite makes it anew, and with it these triggers: a test looks for them.
"""

from django.db import migrations

TABLE = "activity_entry"
KEPT = ["id", "verb", "content_type_id", "object_id", "at", "comment", "source", "target", "changes"]

POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - 'actor_id' IS DISTINCT FROM to_jsonb(OLD) - 'actor_id'
        OR (NEW.actor_id IS NOT NULL AND NEW.actor_id IS DISTINCT FROM OLD.actor_id)
    THEN
        RAISE EXCEPTION 'history is only added to' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER {TABLE}_is_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_is_kept();
"""
NOT_POSTGRESQL = f"DROP TRIGGER {TABLE}_is_kept ON {TABLE}; DROP FUNCTION {TABLE}_is_kept();"

CHANGED = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in KEPT)
SQLITE = f"""
CREATE TRIGGER {TABLE}_is_kept BEFORE UPDATE ON {TABLE}
WHEN {CHANGED} OR (NEW.actor_id IS NOT NULL AND NEW.actor_id IS NOT OLD.actor_id)
BEGIN SELECT RAISE(ABORT, 'history is only added to'); END
"""
NOT_SQLITE = f"DROP TRIGGER {TABLE}_is_kept"


def keep(apps, schema_editor) -> None:
    schema_editor.execute({"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor])


def let_go(apps, schema_editor) -> None:
    schema_editor.execute({"postgresql": NOT_POSTGRESQL, "sqlite": NOT_SQLITE}[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [migrations.RunPython(keep, let_go)]
