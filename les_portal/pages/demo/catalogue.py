"""What programmes lead to: occupations with their shortage lists, qualifications with their pairs."""

from collections import Counter

from les_portal.pages.demo.fixtures import Known, in_columns, read
from programmes.models import BottleneckStatus, Counterpart, Level, Occupation, Qualification


def load(made: Counter) -> Known:
    """Returns the qualifications by the slug that the fixtures give them."""
    rows = read("programmes")
    load_occupations(rows["occupations"], made)
    load_bottlenecks(rows["bottlenecks"], made)
    qualifications = load_qualifications(rows["qualifications"], made)
    load_counterparts(rows["counterparts"], qualifications, made)
    return qualifications


def all_levels() -> Known:
    """`VKS 4`, `NLQF 4+`… as they are now: a newer row of the same level takes the older one's place."""
    return Known("level", {str(level): level for level in Level.objects.order_by("valid_from")})


def load_occupations(rows: list[dict], made: Counter) -> None:
    there = set(Occupation.objects.values_list("slug", flat=True))
    for row in rows:
        if row["slug"] not in there:
            Occupation.objects.create(**in_columns(row))
            made["occupations"] += 1


def load_bottlenecks(rows: list[dict], made: Counter) -> None:
    occupations = Known.by("slug", Occupation.objects.all())
    there = set(BottleneckStatus.objects.values_list("occupation__slug", "country", "region", "year", "source"))
    for row in rows:
        if tuple(row[name] for name in ("occupation", "country", "region", "year", "source")) not in there:
            BottleneckStatus.objects.create(**row | {"occupation": occupations[row["occupation"]]})
            made["shortage list entries"] += 1


def load_qualifications(rows: list[dict], made: Counter) -> Known:
    levels = all_levels()
    known = Known.by("slug", Qualification.objects.all())
    # The same edition of the same code may have come from a register, under another address.
    by_code = {(q.country, q.kind, q.code, q.version): q for q in known.values() if q.code}
    new = []
    for row in rows:
        same = by_code.get((row["country"], row["kind"], row["code"], row["version"]))
        if row["slug"] not in known and same:
            known[row["slug"]] = same
        elif row["slug"] not in known:
            level = levels[row["level"]] if row["level"] else None
            columns = in_columns({name: value for name, value in row.items() if name not in ("level", "successor")})
            known[row["slug"]] = Qualification.objects.create(level=level, **columns)
            new.append(row)
    follow_up(new, known)
    made["qualifications"] += len(new)
    return known


def follow_up(rows: list[dict], known: Known) -> None:
    for row in rows:
        if row["successor"]:
            qualification = known[row["slug"]]
            qualification.successor = known[row["successor"]]
            qualification.save()


def load_counterparts(rows: list[dict], qualifications: Known, made: Counter) -> None:
    there = set(Counterpart.objects.values_list("flemish", "dutch"))
    for row in rows:
        flemish, dutch = qualifications[row["flemish"]], qualifications[row["dutch"]]
        if (flemish.pk, dutch.pk) not in there:
            Counterpart.objects.create(flemish=flemish, dutch=dutch, source=row["source"])
            made["pairs across the border"] += 1
