from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from les_portal.pages.demo import FixtureError, load
from les_portal.pages.demo.fixtures import read

DEFAULT_PASSWORD = "scheldemond-demo"  # noqa: S105 - meant to be known: it opens nothing but the demo


class Command(BaseCommand):
    help = "Fill the portal with demo data: schools, programmes, organisations and one person per role."

    def handle(self, *args, **options) -> None:
        password = settings.DEMO_PASSWORD or DEFAULT_PASSWORD
        if settings.BEHIND_TLS and not settings.DEMO_PASSWORD:
            raise CommandError("This portal is on the internet: set DEMO_PASSWORD, the default one is public.")
        try:
            made = load(password=password)
        except FixtureError as error:
            raise CommandError(f"Nothing was written: {error}.") from error
        self.say_what_was_made(made)
        self.say_who_can_sign_in(password if made["people"] else "")

    def say_what_was_made(self, made) -> None:
        lines = [f"  {count:>4} {what}" for what, count in made.items() if count]
        self.stdout.write("Made:" if lines else "The demo data was there already; nothing was changed.")
        self.stdout.writelines(lines) if lines else None

    def say_who_can_sign_in(self, password: str) -> None:
        pass
