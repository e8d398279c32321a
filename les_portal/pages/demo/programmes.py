from collections import Counter

from les_portal.pages.demo.catalogue import all_levels
from les_portal.pages.demo.fixtures import FIXTURES, FixtureError, Known, in_columns, read
from programmes.models import Field, Occupation, Offering, Programme, ProgrammeForm, Qualification
from schools.models import Campus


class Names:
    """Everything that a programme's fixture may name."""

    def __init__(self) -> None:
        campuses = Campus.objects.select_related("school__organisation")
        self.campuses = Known("campus", {f"{c.school.organisation.slug}/{c.slug}": c for c in campuses})
        self.form = Known.by("code", ProgrammeForm.objects.all())
        self.field = Known.by("code", Field.objects.all())
        self.qualification = Known.by("slug", Qualification.objects.all())
        self.level = all_levels()
        self.occupations = Known.by("slug", Occupation.objects.all())


def load(made: Counter) -> None:
    names, seen = Names(), set()
    there = set(Programme.objects.values_list("slug", flat=True))
    for path in sorted(FIXTURES.glob("programmes_*.json")):
        for row in read(path.stem):
            where = f"fixtures/{path.name}, programme “{row.get('slug')}”"
            if row.get("slug") in seen:
                raise FixtureError(f"{where}: this slug is used twice")
            seen.add(row.get("slug"))
            if row["slug"] not in there:
                make(row, names, where)
                made["programmes"] += 1


def make(row: dict, names: Names, where: str) -> None:
    try:
        campuses = [names.campuses[campus] for campus in row["campuses"]]
        occupations = [names.occupations[slug] for slug in row["occupations"]]
        columns = columns_of(row, names)
    except KeyError as error:
        raise FixtureError(f"{where}: {error} is missing") from error
    except FixtureError as error:
        raise FixtureError(f"{where}: {error}") from error
    if len({campus.school_id for campus in campuses}) != 1:
        raise FixtureError(f"{where}: its campuses must be one or more of one school")
    school = campuses[0].school
    programme = Programme.objects.create(
        school=school,
        status=Programme.Status.PUBLISHED,
        confirmed_by=school.organisation if row["confirmed_on"] else None,
        is_demo=True,
        **columns,
    )
    programme.occupations.set(occupations)
    for campus in campuses:
        Offering.objects.create(programme=programme, campus=campus)


def columns_of(row: dict, names: Names) -> dict:
    """The texts and figures as they stand, and what form, field, qualification and level refer to."""
    columns = in_columns({name: value for name, value in row.items() if name not in ("campuses", "occupations")})
    for name in ("form", "field", "qualification", "level"):
        columns[name] = getattr(names, name)[row[name]] if row[name] else None
    return columns
