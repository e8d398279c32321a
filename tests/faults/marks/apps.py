from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Jobs whose effect is one row each, so that what was lost or doubled can be counted."""

    name = "tests.faults.marks"
    label = "marks"

    def ready(self) -> None:
        from tests.faults.marks import falling, unguarded

        falling.arrange()
        unguarded.arrange()
