from django.core.management.base import BaseCommand, CommandError

from les_portal.pages.demo import second_step


class Command(BaseCommand):
    help = "The code that one of the demo's people types at sign-in, after the password."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *args, email: str, **options) -> None:
        for code in second_step.codes():
            if code.user.email == email:
                self.stdout.write(code.digits)
                return
        raise CommandError(f"{email} is nobody of the demo who signs in with its code.")
