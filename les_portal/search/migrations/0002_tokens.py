"""How each database looks tokens up. Remaking the table on SQLite drops its triggers: run this again after that."""

from django.db import migrations

_FORWARDS = {
    "postgresql": [
        "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens)",
        # The planner knows neither how rare the beginning of a word is nor what unpacking a row's tokens costs. For
        # a few answers it would read the table: 150 ms where the index needs 1.
        """CREATE FUNCTION search_answers(question tsquery, wanted text, most integer) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off
            AS 'SELECT object_id FROM search_entry WHERE tokens @@ question AND kind = wanted LIMIT most'""",
    ],
    "sqlite": [
        # An index only: what it reads stands in search_entry. `detail=none`: where in an entry a token stands does
        # not matter. The tokens are ASCII, and their marks belong to them.
        """CREATE VIRTUAL TABLE search_entry_tokens USING fts5(
            tokens, content='search_entry', content_rowid='id', detail=none, columnsize=0,
            tokenize="ascii tokenchars '=^~+'"
        )""",
        """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
            INSERT INTO search_entry_tokens(rowid, tokens) VALUES (new.id, new.tokens);
        END""",
        """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
            INSERT INTO search_entry_tokens(search_entry_tokens, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        END""",
        """CREATE TRIGGER search_entry_changed AFTER UPDATE OF tokens ON search_entry BEGIN
            INSERT INTO search_entry_tokens(search_entry_tokens, rowid, tokens) VALUES ('delete', old.id, old.tokens);
            INSERT INTO search_entry_tokens(rowid, tokens) VALUES (new.id, new.tokens);
        END""",
    ],
}
_BACKWARDS = {
    "postgresql": ["DROP FUNCTION search_answers", "DROP INDEX search_entry_tokens"],
    "sqlite": [
        "DROP TRIGGER search_entry_added",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_changed",
        "DROP TABLE search_entry_tokens",
    ],
}


def _run(statements):
    def operation(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(_run(_FORWARDS), _run(_BACKWARDS))]
