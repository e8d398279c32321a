from collections import Counter

from les_portal.organisations.models import Organisation
from les_portal.pages.demo.fixtures import Known, read
from schools.models import Campus, EducationStage, Place, School


def load_organisations(made: Counter) -> None:
    there = set(Organisation.objects.values_list("slug", flat=True))
    for row in read("organisations"):
        if row["slug"] not in there:
            organisation = Organisation(**row)
            organisation.clean()
            organisation.save()
            made["organisations"] += 1


def load_schools(made: Counter) -> None:
    schools = {school.organisation.slug: school for school in School.objects.select_related("organisation")}
    there = set(Campus.objects.values_list("school__organisation__slug", "slug"))
    stages = Known.by("code", EducationStage.objects.all())
    for row in read("schools"):
        school = schools.get(row["slug"])
        if not school:
            school = make_school(row, [stages[code] for code in row["stages"]])
            made["schools"] += 1
        for campus in row["campuses"]:
            if (row["slug"], campus["slug"]) not in there:
                make_campus(school, campus)
                made["campuses"] += 1


def make_school(row: dict, stages: list[EducationStage]) -> School:
    details = {name: row[name] for name in ("name", "country", "website")}
    organisation, _made = Organisation.objects.get_or_create(
        slug=row["slug"], defaults=details | {"kind": Organisation.Kind.SCHOOL}
    )
    # Most of the demo's schools confirm once a year, so that a visitor finds few that forgot.
    rhythm = row.get("rhythm_months", School.Rhythm.YEAR)
    school = School.objects.create(organisation=organisation, type=row["type"], rhythm_months=rhythm)
    school.stages.set(stages)
    return school


def make_campus(school: School, row: dict) -> None:
    slug, name = row["slug"], row["name"]
    values = {column: value for column, value in row.items() if column not in ("slug", "name")}
    values["country"] = school.organisation.country
    address = [values[part] for part in ("country", "postcode", "street", "house_number")]
    key = Place.make_key(*address, alone=f"{school.organisation.slug}/{slug}")
    place, _made = Place.objects.get_or_create(key=key, defaults=values)
    Campus.objects.create(school=school, place=place, slug=slug, name=name)
