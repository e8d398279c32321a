"""`python -m tests.e2e.descriptions` puts two descriptions that are being made in a demo database, for its people."""

import django

django.setup()

from competences.actions.writing import begin  # noqa: E402
from competences.models import AuthorisedDescription, Comparison  # noqa: E402
from les_portal.accounts.models import User  # noqa: E402
from les_portal.organisations.models import Organisation  # noqa: E402
from tests.factories.competences import CompetenceFactory, RaterFactory, concluded  # noqa: E402

FORGOTTEN = "Kalibreert de verborgen meetlus"


def made(code: str, title: str) -> Comparison:
    """Complete, compared by Anna and Chloe, and its description begun by Anna."""
    names = {"source__title_nl": title, "target__title_nl": f"{title} (NL)"}
    codes = {"source__code": f"{code}BE", "target__code": f"{code}NL", "source__slug": "", "target__slug": ""}
    comparison = concluded(organisation=Organisation.objects.get(slug="tectura"), **names, **codes)
    for country, name in (("be", "anna"), ("nl", "chloe")):
        user = User.objects.get(email=f"{name}@example.org")
        RaterFactory(comparison=comparison, user=user, country=country, status="finished")
    description = begin(comparison, by=User.objects.get(email="anna@example.org"))
    texts = {"summary_nl": "Wie dit diploma heeft, kan meteen beginnen.", "regulated": "no"}
    AuthorisedDescription.objects.filter(pk=description.pk).update(**texts)
    return comparison


def main() -> None:
    CompetenceFactory(qualification=made("E13", "Meettechnicus").target, title_nl=FORGOTTEN)
    made("E14", "Regeltechnicus")


if __name__ == "__main__":
    main()
