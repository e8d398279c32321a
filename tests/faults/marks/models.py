from django.db import models


class Mark(models.Model):
    """What a job did. Not unique: twice must show."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return str(self.number)


class Subject(models.Model):
    """What a job is about, and may be gone when it is done."""

    name = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.name
