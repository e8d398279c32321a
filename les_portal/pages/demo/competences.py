"""Comparisons of the demo and their descriptions: made by its people, step by step, as anybody else's are."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from competences.actions.rating import Said, call_extra, rate
from competences.actions.reconciling import accept, keep_both, propose
from competences.actions.starting import start
from competences.actions.writing import begin
from competences.models import AuthorisedDescription, Comparison, Competence, Line, Rater
from les_portal.accounts.models import User
from les_portal.documents.models import Document
from les_portal.jobs.models import Job
from les_portal.jobs.running import run
from les_portal.organisations.models import Membership, Organisation
from les_portal.pages.demo import frames
from les_portal.pages.demo.fixtures import Known, in_columns, read
from les_portal.publication.changes import together
from les_portal.workflow.engine import NotReady, workflow_of

PUBLISHER = "nora@example.org"
SIDES = ("be", "nl")
Status = AuthorisedDescription.Status


@dataclass
class Pair:
    """What the fixture says of a comparison, with the rows that it names."""

    row: dict
    source: dict[str, Competence]
    target: dict[str, Competence]
    teachers: dict[str, User]

    @property
    def by(self) -> User:
        """Who keeps it: the teacher of the side that it begins on."""
        first = next(iter(self.source.values())).qualification
        return self.teachers[first.country]

    def sources(self, line: dict) -> list[Competence]:
        return [frames.named(self.source, code) for code in line["from"]]

    def said(self, line: dict, side: str) -> Said | None:
        """What the teacher of that side thinks; None where they have not come to it yet."""
        relation = line.get(side, line["relation"])
        if relation is None:
            return None
        sources = [] if relation == "missing" else self.sources(line)
        aspect = line.get("aspect", "") if relation == "partial" else ""
        return Said(relation, sources, aspect, line.get("said", {}).get(side, ""))


def load(made: Counter, qualifications: Known) -> None:
    rows = read("competences")
    frames.load(rows, qualifications, made)
    people, keepers = Known.by("email", User.objects.all()), Known.by("slug", Organisation.objects.all())
    there = set(Comparison.objects.values_list("source", "target"))
    for row in rows["comparisons"]:
        source, target = qualifications[row["source"]], qualifications[row["target"]]
        keeper, teachers = keepers[row["kept_by"]], {side: people[row["raters"][side]] for side in SIDES}
        pair = Pair(row, frames.in_frame(source), frames.in_frame(target), teachers)
        if (source.pk, target.pk) not in there and pair.source and pair.target:
            comparison = start(source, target, organisation=keeper, teachers=teachers, by=pair.by)
            Comparison.objects.filter(pk=comparison.pk).update(is_demo=True)
            compare(comparison, pair)
            made["comparisons"] += 1
            made["descriptions"] += write_next(comparison, row, by=pair.by)


# --- the two teachers -----------------------------------------------------------------------------


def compare(comparison: Comparison, pair: Pair) -> None:
    is_whole = pair.row["status"] == Comparison.Status.CONCLUDED
    for side in SIDES:
        rate_alone(comparison.raters.get(country=side), pair, is_whole=is_whole)
    if is_whole:
        settle(comparison, pair)


def rate_alone(rater: Rater, pair: Pair, *, is_whole: bool) -> None:
    for line in pair.row["lines"]:
        if said := pair.said(line, rater.country):
            rate(rater, frames.named(pair.target, line["of"]), said, by=rater.user)
    if is_whole:
        call_extra(rater, list(pair.source.values()), by=rater.user)
        workflow_of(rater).run("finish", rater, by=rater.user)


def settle(comparison: Comparison, pair: Pair) -> None:
    lines = {line.competence_id: line for line in Line.objects.filter(comparison=comparison)}
    first, second = pair.teachers.values()
    for row in pair.row["lines"]:
        line = lines[frames.named(pair.target, row["of"]).pk]
        if row.get("outcome") == Line.Outcome.KEPT:
            keep_both(line, turn=line.turn, by=first)
        elif line.outcome == Line.Outcome.OPEN:
            said = Said(row["relation"], pair.sources(row), row.get("aspect", ""))
            propose(line, said, turn=line.turn, by=first)
            accept(line, turn=line.turn + 1, by=second)
        if note := row.get("note"):
            Line.objects.filter(pk=line.pk).update(**in_columns({"note": note}))
    comparison.refresh_from_db()
    workflow_of(comparison).run("conclude", comparison, by=first)


# --- what is described ----------------------------------------------------------------------------


def write_next(comparison: Comparison, row: dict, *, by: User) -> int:
    """The next version that the fixture has, signed by whom it says; how many that were."""
    there = comparison.descriptions.count()
    if there >= len(row["versions"]):
        return 0
    version = row["versions"][there]
    columns = in_columns({name: text for name, text in version.items() if name != "reaches"})
    description = begin(comparison, by=by)
    AuthorisedDescription.objects.filter(pk=description.pk).update(**columns)
    try:
        workflow_of(description).run("submit", description, by=by)
    except NotReady:
        return 1  # a register brought a qualification without something that a signature needs: it stays a draft
    for side in SIDES if version["reaches"] == Status.PUBLISHED else [version["reaches"].removeprefix("signed_by_")]:
        sign(description, side)
    return 1


def sign(description: AuthorisedDescription, side: str) -> None:
    sign_off = description.sign_offs.get(round=description.round, country=side)
    held = Membership.objects.filter(organisation=sign_off.organisation, role=Membership.Role.AUTHORISER)
    workflow_of(sign_off).run("sign", sign_off, by=held.order_by("pk").first().user)


def publish(made: Counter) -> None:
    """Make the papers of what both sides signed, and publish it; then the version that takes its place."""
    rows = {(row["source"], row["target"]): row for row in read("competences")["comparisons"]}
    by = User.objects.filter(email=PUBLISHER).first()
    while signed := list(waiting(rows)):
        for description, _row in signed:
            make_papers(description)
        with transaction.atomic(), together():
            for description, row in signed:
                try:
                    workflow_of(description).run("publish", description, by=by)
                except NotReady:
                    return  # its paper could not be made: the worker tries again, and so does the next demo
                made["published descriptions"] += 1
                start_of = description.comparison.created_by
                made["descriptions"] += write_next(description.comparison, row, by=start_of)


def waiting(rows: dict):
    signed = AuthorisedDescription.objects.filter(status=Status.AUTHORISED, is_demo=True).order_by("pk")
    for description in signed.select_related("comparison__source", "comparison__target", "comparison__created_by"):
        pair = (description.comparison.source.slug, description.comparison.target.slug)
        if pair in rows:
            yield description, rows[pair]


def make_papers(description: AuthorisedDescription) -> None:
    """Here and now, unless a worker has begun already."""
    papers = Document.objects.about(description).filter(state=Document.State.REQUESTED)
    keys = [f"document:{pk}" for pk in papers.values_list("pk", flat=True)]
    for job in Job.objects.filter(key__in=keys).order_by("pk"):
        run(job.pk)
