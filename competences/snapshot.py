"""What an authorised description says, gathered once: frozen at its authorisation, and read from there ever after.

Its page, its papers, its JSON and its ELM are all told from this (`telling.py`), in whichever language.
"""

from collections.abc import Iterable

from django.utils import timezone

from competences.coverage import coverage
from competences.frames import frame, texts
from competences.models import AuthorisedDescription, BridgingUnit, Comparison, Line, SignOff, Signpost
from competences.signposts import signposts_for
from programmes.models import Occupation, Programme, Qualification

WRITTEN = ("summary", "differences", "strengths", "entry", "legal_basis", "regulated_note")


def gather(description: AuthorisedDescription) -> dict:
    """As it would be frozen now. A constant number of queries."""
    comparison = description.comparison
    source, target = frame(comparison.source), frame(comparison.target)
    lines = lines_of(description, {row["id"] for row in (*source["competences"], *target["competences"])})
    return {
        "number": description.number,
        "version": description.version,
        "source": source,
        "target": target,
        "lines": lines,
        "coverage": coverage((line["relation"], line["weight"]) for line in lines if line["relation"]).as_data(),
        "agreement": agreement(lines),
        **{name: texts(description, name) for name in WRITTEN},
        "regulated": description.regulated,
        "signposts": [signpost(row) for row in signposts_for(comparison.source, comparison.target.country)],
        "occupations": [occupation(row) for row in occupations_of(comparison.source)],
        "programmes": [programme(row) for row in programmes_of(comparison.source)],
        "fields": fields(comparison),
        "sign_offs": [
            sign_off(row)
            for row in description.sign_offs.filter(round=description.round).select_related("organisation")
        ],
        "dates": dates(description),
        "history": history(description),
        "is_demo": description.is_demo or comparison.is_demo,
    }


def lines_of(description: AuthorisedDescription, known: set[int]) -> list[dict]:
    """The settled ones about competences that both frames still have, in the order of the frames."""
    rows = Line.objects.filter(comparison=description.comparison_id, competence__in=known)
    rows = rows.select_related("competence").prefetch_related(
        "sources", "competence__bridging_units", "competence__ratings__rater", "competence__ratings__sources"
    )
    return [line_facts(row) for row in rows if row.relation]


def line_facts(line: Line) -> dict:
    """`views` are what each side rated, where they keep their disagreement."""
    needs_bridge = line.relation in ("partial", "missing")
    return {
        "competence": line.competence_id,
        "sources": [source.pk for source in line.sources.all()],
        "relation": line.relation,
        "weight": line.competence.weight,
        "aspect": line.aspect,
        "note": texts(line, "note"),
        "outcome": line.outcome,
        "views": [
            {"country": rating.rater.country, "relation": rating.relation, "note": rating.note}
            for rating in line.competence.ratings.all()
            if line.outcome == Line.Outcome.KEPT and rating.rater.comparison_id == line.comparison_id
        ],
        "bridges": [bridge(unit) for unit in line.competence.bridging_units.all()] if needs_bridge else [],
    }


def bridge(unit: BridgingUnit) -> dict:
    return {
        "kind": unit.kind,
        "title": texts(unit, "title"),
        "description": texts(unit, "description"),
        "hours": unit.hours,
        "country": unit.country,
        "provider": unit.provider,
        "url": unit.url,
    }


def agreement(lines: list[dict]) -> dict:
    """On how many of the lines the two teachers thought the same before they spoke."""
    rated = [line for line in lines if line["outcome"] != Line.Outcome.OPEN]
    return {"same": sum(line["outcome"] == Line.Outcome.AGREED for line in rated), "of": len(rated)}


def signpost(row: Signpost) -> dict:
    return {
        "code": row.code,
        "case": row.case,
        "body": row.body,
        "url": row.url,
        "text": texts(row, "text"),
        "cohort_from": row.cohort_from and row.cohort_from.isoformat(),
        "cohort_until": row.cohort_until and row.cohort_until.isoformat(),
        "is_automatic": row.is_automatic,
        "source": row.source,
        "source_url": row.source_url,
        "valid_from": row.valid_from.isoformat(),
    }


def occupations_of(qualification: Qualification):
    """What published programmes towards this diploma lead to."""
    programmes = Programme.objects.published().filter(qualification=qualification)
    return Occupation.objects.filter(programmes__in=programmes.values("pk")).distinct()


def occupation(row: Occupation) -> dict:
    return {
        "slug": row.slug,
        "title": texts(row, "title"),
        "uri": row.esco_uri,
        "isco": row.isco,
        "regulated": texts(row, "regulated"),
    }


def programmes_of(qualification: Qualification):
    rows = Programme.objects.published().filter(qualification=qualification)
    return rows.select_related("school__organisation", "form").prefetch_related("campuses__place")


def programme(row: Programme) -> dict:
    towns = {campus.place.municipality for campus in row.campuses.all() if campus.is_open and campus.place}
    return {
        "slug": row.slug,
        "title": texts(row, "title", original=row.written_in),
        "school": str(row.school),
        "towns": sorted(towns),
        "form": texts(row.form, "name"),
        "months": row.duration_months,
        "workplace_share": row.workplace_share,
    }


def fields(comparison: Comparison) -> dict[str, list[str]]:
    """In which field of education each side is taught (ISCED-F): the European Learning Model wants to know."""
    found = fields_of([comparison.source, comparison.target])
    return {"source": found[comparison.source_id], "target": found[comparison.target_id]}


def fields_of(qualifications: Iterable[Qualification]) -> dict[int, list[str]]:
    """By qualification, as its programmes say. One query."""
    found = {row.pk: set() for row in qualifications}
    taught = Programme.objects.published().filter(qualification__in=list(found)).exclude(field__isced="")
    for pk, code in taught.order_by().values_list("qualification", "field__isced").distinct():
        found[pk].add(code)
    return {pk: sorted(codes) for pk, codes in found.items()}


def sign_off(row: SignOff) -> dict:
    """The organisation signs; no person is named."""
    return {
        "country": row.country,
        "organisation": row.organisation.name,
        "signed_on": row.signed_at and timezone.localtime(row.signed_at).date().isoformat(),
    }


def dates(description: AuthorisedDescription) -> dict:
    authorised = description.authorised_at and timezone.localtime(description.authorised_at).date()
    days = {"authorised_on": authorised, "valid_until": description.valid_until, "review_on": description.review_on}
    return {name: day and day.isoformat() for name, day in days.items()}


def history(description: AuthorisedDescription) -> list[dict]:
    """The versions before this one."""
    earlier = AuthorisedDescription.objects.filter(comparison=description.comparison_id, version__isnull=False)
    rows = earlier.exclude(pk=description.pk).order_by("version")
    return [{"version": row.version, "authorised_on": dates(row)["authorised_on"]} for row in rows]
