from collections import Counter
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.pages.demo.catalogue import all_levels
from les_portal.pages.demo.fixtures import FIXTURES, FixtureError, Known, in_columns, read
from les_portal.workflow.engine import workflow_of
from programmes.models import Field, Occupation, Offering, Programme, ProgrammeForm
from schools.models import Campus

TEXTS = {"title", "summary", "content", "outlook", "admission"}
REFERENCES = {"form", "field", "qualification", "level"}
FIGURES = {"slug", "language", "duration_months", "workplace_share", "confirmed_on"}
COLUMNS = TEXTS | REFERENCES | FIGURES | {"campuses", "occupations"}
HISTORY = "history"  # what people did with it since, step by step
WRITTEN_ON = date(2026, 11, 20)  # the day that the fixtures' dates are told from: a demo does not grow old
MAY_BE_LEFT_OUT = {"email", HISTORY}


class Names:
    """Everything that a programme's fixture may name."""

    def __init__(self, qualifications: Known) -> None:
        campuses = Campus.objects.select_related("school__organisation")
        self.campuses = Known("campus", {f"{c.school.organisation.slug}/{c.slug}": c for c in campuses})
        self.form = Known.by("code", ProgrammeForm.objects.all())
        self.field = Known.by("code", Field.objects.all())
        self.qualification = qualifications
        self.level = all_levels()
        self.occupations = Known.by("slug", Occupation.objects.all())
        self.people = Known.by("email", User.objects.all())


def load(made: Counter, qualifications: Known) -> None:
    names, seen = Names(qualifications), set()
    there = set(Programme.objects.values_list("slug", flat=True))
    for path in sorted(FIXTURES.glob("programmes_*.json")):
        for row in read(path.stem):
            try:
                check(row, seen)
                if row["slug"] not in there:
                    make(row, names)
                    made["programmes"] += 1
            except FixtureError as error:
                raise FixtureError(f"fixtures/{path.name}, programme “{row.get('slug')}”: {error}") from error


def check(row: dict, seen: set[str]) -> None:
    if missing := COLUMNS - set(row):
        raise FixtureError(f"{', '.join(sorted(missing))} is missing")
    if unknown := set(row) - COLUMNS - MAY_BE_LEFT_OUT:
        raise FixtureError(f"{', '.join(sorted(unknown))} means nothing here")
    if row["slug"] in seen:
        raise FixtureError("this slug is used twice")
    seen.add(row["slug"])


def make(row: dict, names: Names) -> None:
    campuses = [names.campuses[campus] for campus in row["campuses"]]
    if len({campus.school_id for campus in campuses}) != 1:
        raise FixtureError("its campuses must be one or more of one school")
    programme = described(row, names)
    programme.school = campuses[0].school
    programme.confirmed_by = programme.school.organisation if programme.confirmed_on else None
    programme.save()
    programme.occupations.set([names.occupations[slug] for slug in row["occupations"]])
    for campus in campuses:
        Offering.objects.create(programme=programme, campus=campus)
    for step in row.get(HISTORY, []):
        workflow_of(programme).run(step["do"], programme, by=names.people[step["by"]], comment=step["comment"])


def described(row: dict, names: Names) -> Programme:
    """The programme with its texts and figures, checked: SQLite would let a title of any length pass."""
    columns = in_columns({name: row[name] for name in TEXTS | FIGURES} | {"email": row.get("email", "")})
    references = {name: getattr(names, name)[row[name]] for name in REFERENCES if row[name]}
    programme = Programme(**columns, **references, status=Programme.Status.PUBLISHED, is_demo=True)
    try:
        programme.clean_fields(exclude=REFERENCES | {"school", "confirmed_by", "sort_key"})
    except ValidationError as error:
        raise FixtureError(", ".join(f"{name}: {text[0]}" for name, text in error.message_dict.items())) from error
    if programme.confirmed_on:
        programme.confirmed_on += timezone.localdate() - WRITTEN_ON
    return programme
