import os
from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from les_portal.organisations.models import Membership
from les_portal.pages.demo import FixtureError, load, second_step
from les_portal.pages.demo.fixtures import read

DEFAULT_PASSWORD = "scheldemond-demo"  # noqa: S105 - meant to be known: it opens nothing but invented data


class Command(BaseCommand):
    help = "Fill the portal with demo data: schools, programmes, organisations and one person per role."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--without-papers", action="store_true", help="Leave the PDFs to the worker.")

    def handle(self, *args, without_papers: bool, **options) -> None:
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        try:
            self.refuse_what_is_public(password)
            made = load(password=password, with_papers=not without_papers)
        except FixtureError as error:
            raise CommandError(f"Nothing was written: {error}.") from error
        self.say_what_was_made(made)
        self.say_who_can_sign_in(password if made["people"] else "")
        self.say_the_second_step()
        self.say_what_is_next()

    def refuse_what_is_public(self, password: str) -> None:
        if not settings.BEHIND_TLS:
            return
        if password == DEFAULT_PASSWORD:
            raise CommandError("Set DEMO_PASSWORD first: this portal is on the internet and the usual one is public.")
        if second_step.secret() == second_step.USUAL_SECRET:
            raise CommandError(
                "Set DEMO_TOTP_SECRET first (32 random letters A to Z or figures 2 to 7): this portal is on the "
                "internet and the usual secret is public."
            )

    def say_what_was_made(self, made: Counter) -> None:
        rows = [f"{count} {what}" for what, count in made.items() if count]
        self.stdout.write(f"Made {', '.join(rows)}." if rows else "The demo data is there already: nothing changed.")

    def say_who_can_sign_in(self, password: str) -> None:
        emails = [row["email"] for row in read("people")]
        memberships = Membership.objects.filter(user__email__in=emails).select_related("user", "organisation")
        self.stdout.write("\nWho can sign in")
        for membership in sorted(memberships, key=lambda membership: emails.index(membership.user.email)):
            role = membership.role.replace("_", " ")
            self.stdout.write(f"  {membership.user.email:<20} {role:<22} {membership.organisation}")
        if password:
            self.stdout.write(f"  Password of all who were made now: {password}")
        else:
            self.stdout.write(f"  Their passwords are as they were (at first DEMO_PASSWORD, or {DEFAULT_PASSWORD}).")

    def say_the_second_step(self) -> None:
        codes = second_step.codes()
        if not codes:
            return
        names = ", ".join(code.user.email.partition("@")[0] for code in codes)
        self.stdout.write(f"  Who decides also types a code ({names}).")
        self.stdout.write(f"  Secret for an app: {second_step.secret()}")
        self.stdout.write(f"  Code now: {codes[0].digits}; the next ones: manage.py demo_code {codes[0].user.email}")
        if settings.MAILBOX:
            self.stdout.write(f"  or {settings.SITE_URL}{reverse('demo-codes')}")

    def say_what_is_next(self) -> None:
        self.stdout.write("\nWhat is next")
        self.stdout.write(f"  See it:         {settings.SITE_URL}/")
        self.stdout.write(f"  Sign in:        {settings.SITE_URL}{reverse(settings.LOGIN_URL)}")
        self.stdout.write("  Real registers: manage.py import_schools SOURCE FILE --apply")
