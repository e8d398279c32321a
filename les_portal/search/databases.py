"""The one thing that the two databases say differently: which entries hold these tokens.

All SQL here is made of constants; what a visitor typed goes along as parameters.
PostgreSQL keeps the tokens as a `tsvector` with a GIN index; SQLite has an FTS5 table beside the entries, which
triggers keep in step.
"""

from django.db import connection

from les_portal.search.queries import Question, Term

_ANSWERS = {
    # A function of ours (see the migrations), so that no planner takes the whole table for the shorter way.
    "postgresql": "SELECT object_id FROM search_answers(%s, %s, %s) AS object_id",
    # CROSS keeps SQLite from asking FTS5 about every entry of the kind, one by one.
    "sqlite": (
        "SELECT object_id FROM search_entry_tokens"
        " CROSS JOIN search_entry ON search_entry.id = search_entry_tokens.rowid"
        " WHERE search_entry_tokens MATCH %s AND kind = %s LIMIT %s"
    ),
}


def ids(kind: str, questions: list[Question], limit: int) -> list[int]:
    """The objects that answer any of the questions: those of the first first, then by id. One query.

    Each question gives at most `limit` answers before anything is put in order: a word that nearly everything
    has in it costs little more than another.
    """
    answers = " UNION ALL ".join(
        f"SELECT object_id, {rank} AS place FROM ({_ANSWERS[connection.vendor]}) AS answers_{rank}"  # noqa: S608
        for rank in range(len(questions))
    )
    sql = f"SELECT object_id FROM ({answers}) AS found GROUP BY object_id ORDER BY MIN(place), object_id LIMIT %s"  # noqa: S608
    parameters = [value for question in questions for value in (_write(question), kind, limit)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, limit])
        return [row[0] for row in cursor.fetchall()]


def answered(kind: str, questions: list[Question]) -> list[bool]:
    """Which of the questions have an answer at all. One query."""
    sql = ", ".join(f"EXISTS ({_ANSWERS[connection.vendor]})" for _ in questions)
    parameters = [value for question in questions for value in (_write(question), kind, 1)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", parameters)
        return [bool(value) for value in cursor.fetchone()]


def settle() -> None:
    """After writing: PostgreSQL has put new tokens on a list that every search would read to its end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_entry_tokens')")


def _write(question: Question) -> str:
    """Tokens hold letters, digits and the marks only, so that quoting them is all the escaping there is."""
    if connection.vendor == "postgresql":
        return " & ".join(f"({' | '.join(map(_lexeme, terms))})" for terms in question)
    return " AND ".join(f"({' OR '.join(map(_string, terms))})" for terms in question)


def _lexeme(term: Term) -> str:
    return f"'{term.token}'{':*' if term.is_beginning else ''}"


def _string(term: Term) -> str:
    return f'"{term.token}"{" *" if term.is_beginning else ""}'
