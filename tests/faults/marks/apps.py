from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Jobs whose effect is one row each, so that what was lost or doubled can be counted."""

    name = "tests.faults.marks"
    label = "marks"

    def ready(self) -> None:
        from les_portal.jobs.daily import Calendar
        from tests.faults.marks import falling, unguarded

        # What is done once a day is asked for by every worker, and waits; here only what a test asked for is counted.
        Calendar.look = lambda self: None
        falling.arrange()
        unguarded.arrange()
