"""What is looked up. Other apps use `engine.py`; these tables are how it remembers."""

from django.db import models


class Tokens(models.TextField):
    """Words with a blank between them: a `tsvector` on PostgreSQL, plain text for FTS5 to read on SQLite."""

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class Entry(models.Model):
    """An object of another app and what it is found by (see `tokens.py`)."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    tokens = Tokens()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["object_id", "kind"], name="one_entry_per_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word that occurs in some entry, once: what a word with a typing error is compared with.

    A word stays when its last entry goes. That costs a comparison and finds nothing; a reindex clears them.
    """

    text = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.text
