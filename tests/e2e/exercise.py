"""`python -m tests.e2e.exercise` puts comparisons of thirty competences in a demo database, for Anna and Chloe."""

import django

django.setup()

from competences.actions.starting import create  # noqa: E402
from competences.models import Competence, Element  # noqa: E402
from les_portal.accounts.models import User  # noqa: E402
from les_portal.organisations.models import Organisation  # noqa: E402
from programmes.models import Qualification  # noqa: E402

NUMBER = 30
TASKS = ("pomp", "lagers", "sensoren", "leidingen", "kast", "ketel", "robot", "filters", "motoren", "kleppen")
DOES = (("herstelt", "repareert"), ("controleert", "inspecteert"), ("plaatst", "monteert"))


def frame(name: str, country: str, kind: str, which: int) -> Qualification:
    """The same tasks on both sides, each in its own words."""
    made = Qualification.objects.create(country=country, kind=kind, code=name, title_nl=f"Technicus {name}")
    for position in range(NUMBER):
        task, does = TASKS[position % 10], DOES[position // 10][which]
        title = f"{does.capitalize()} {task} nr {position + 1}"
        competence = Competence.objects.create(qualification=made, title_nl=title, position=position)
        Element.objects.create(competence=competence, kind=Element.Kind.KNOWLEDGE, text_nl=f"Kennis van {task}")
    return made


def main() -> None:
    anna, chloe = (User.objects.get(email=f"{name}@example.org") for name in ("anna", "chloe"))
    for number in range(1, 6):
        pair = frame(f"E{number}BE", "be", "bk", 0), frame(f"E{number}NL", "nl", "crebo", 1)
        tectura = Organisation.objects.get(slug="tectura")
        create(*pair, organisation=tectura, teachers={"be": anna, "nl": chloe}, by=anna)


if __name__ == "__main__":
    main()
