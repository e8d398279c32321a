"""An employer ticks tasks: diplomas of both sides by what they cover, and nothing that is not authorised."""

import pytest
from bs4 import BeautifulSoup

from competences.models import BridgingUnit
from les_portal.publication.changes import changed
from les_portal.workflow.engine import workflow_of
from tests.competences.finding.rows import dutch, flemish, frame, told
from tests.factories.competences import (
    CompetenceFactory,
    DescriptionFactory,
    concluded,
    network_administrator,
)
from tests.factories.programmes import CounterpartFactory, OccupationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
COMPARE = "/nl/descriptions/compare/"


def page(client, **asked) -> BeautifulSoup:
    return BeautifulSoup(client.get(COMPARE, asked).content, "html.parser")


def text(element) -> str:
    return " ".join(element.get_text(" ").split())


def ranking(client, tasks) -> list[tuple[str, str]]:
    cards = page(client, task=[task.pk for task in tasks]).select("#result .finds .find")
    return [(text(card.h3), card.select_one(".coverage strong").get_text().split(" %")[0]) for card in cards]


@pytest.fixture
def technicus():
    """A Dutch diploma of three tasks."""
    row = dutch(code="25309", title_nl="Technicus")
    frame(row, "Spoort storingen op met een PLC", "Ijkt instrumenten", "Begeleidt een ploeg")
    return row


@pytest.fixture
def elektro(technicus):
    """A Flemish one that has the first task whole, the second in part and the third not, which a course bridges."""
    row = flemish(code="BK0024", title_nl="Elektromecanicien")
    fault, gauge, team = technicus.competences.all()
    unit = BridgingUnit.objects.create(kind="course", title_nl="Leren leiden", hours=16, provider="Avondschool")
    unit.competences.add(team)
    row.description = told(row, technicus, {fault: "=", gauge: "≈", team: "−"})
    return row


def test_nothing_chosen_says_how_to_begin(client):
    answer = page(client)
    assert answer.select_one("#result .empty")
    assert not answer.select("[name=task]")


def test_diplomas_of_both_sides_are_ranked_by_what_they_cover(client, technicus, elektro):
    fault, gauge, team = technicus.competences.all()
    assert ranking(client, [fault, gauge, team]) == [("Technicus", "100"), ("Elektromecanicien", "50")]
    assert ranking(client, [fault]) == [("Technicus", "100"), ("Elektromecanicien", "100")]
    assert ranking(client, [team]) == [("Technicus", "100"), ("Elektromecanicien", "0")]


def test_gaps_are_named_with_what_would_bridge_them_and_on_what_it_rests(client, technicus, elektro):
    answer = page(client, task=[task.pk for task in technicus.competences.all()])
    card = answer.select("#result .find")[1]
    gaps = [text(gap) for gap in card.select(".gaps li")]
    assert [gap[0] for gap in gaps] == ["≈", "−"]
    assert "Leren leiden" in gaps[1]
    assert "Avondschool" in gaps[1]
    assert "Leren leiden" not in gaps[0]
    assert (
        card.select_one(f"a[href='{elektro.description.get_absolute_url()}']").get_text() == elektro.description.number
    )


def test_tasks_of_two_diplomas_make_one_job(client, technicus, elektro):
    (own,) = frame(elektro, "Vervangt lagers")
    fault = technicus.competences.first()
    assert ranking(client, [fault, own]) == [("Elektromecanicien", "100"), ("Technicus", "50")]


@pytest.mark.parametrize("step", ["withdraw", "expire"])
def test_what_is_no_longer_in_force_covers_nothing(client, technicus, elektro, step):
    by = network_administrator() if step == "withdraw" else None
    workflow_of(elektro.description).run(step, elektro.description, by=by, comment="Fout.")
    assert ranking(client, technicus.competences.all()) == [("Technicus", "100")]


def test_under_review_counts_and_is_said(client, technicus, elektro):
    workflow_of(elektro.description).run("put_under_review", elektro.description, by=None)
    card = page(client, task=technicus.competences.first().pk).select("#result .find")[1]
    assert card.select_one(".badge.warn")


def test_a_draft_covers_nothing(client):
    draft = DescriptionFactory(comparison=concluded("=+"))
    changed("description", [draft.pk])
    task = draft.comparison.lines.get(relation="equivalent").competence
    assert ranking(client, [task]) == [(str(draft.comparison.target.title), "100")]


def test_diplomas_without_a_description_stand_apart(client, technicus, elektro):
    pair = CounterpartFactory(dutch=technicus)
    CounterpartFactory(dutch=technicus, flemish=elektro)
    taught = ProgrammeFactory(in_nl=True, published=True, qualification=technicus)
    near = ProgrammeFactory(published=True, qualification=flemish(), field=taught.field)
    far = ProgrammeFactory(in_care=True, published=True, qualification=flemish())
    apart = text(page(client, task=technicus.competences.first().pk).select_one("[aria-labelledby=uncompared]"))
    assert pair.flemish.title in apart
    assert near.qualification.title in apart
    assert far.qualification.title not in apart
    assert "Elektromecanicien" not in apart


def test_a_job_brings_all_its_tasks_ticked(client, technicus, elektro):
    ProgrammeFactory(published=True, qualification=elektro, leads_to=[OccupationFactory(title_nl="pijpfitter")])
    frame(elektro, "Vervangt lagers")
    answer = page(client, q="pijpfitter")
    (job,) = answer.select("[aria-labelledby=answers] .rows a")
    assert "Elektromecanicien" in job.get_text()
    there = BeautifulSoup(client.get(f"{COMPARE}{job['href'].split('#')[0]}").content, "html.parser")
    assert {box["value"] for box in there.select("[name=task][checked]")} == {
        str(task.pk) for task in elektro.competences.all()
    }
    assert there.select_one("[name=job]")["value"] == elektro.slug


def test_a_word_finds_single_tasks_and_keeps_the_chosen_ones(client, technicus, elektro):
    team = technicus.competences.last()
    answer = page(client, q="PLC", task=team.pk)
    boxes = {box["value"]: box.has_attr("checked") for box in answer.select("[name=task]")}
    assert boxes == {str(technicus.competences.first().pk): False, str(team.pk): True}


def test_a_word_that_nothing_has_says_so(client, technicus):
    assert "zzyzx" in text(page(client, q="zzyzx").select_one("[aria-labelledby=answers]"))


def test_at_most_forty_tasks_are_compared_and_that_is_said(client):
    tasks = frame(flemish(), *(f"Taak {n}" for n in range(41)))
    answer = page(client, task=[task.pk for task in tasks])
    assert len(answer.select("[name=task][checked]")) == 40
    assert answer.select_one(".notice.warn")
    assert not page(client, task=[task.pk for task in tasks[:40]]).select_one(".notice.warn")


@pytest.mark.parametrize("task", ["x", "-1", "9" * 30, "999999999", "", "1\x00"])
def test_a_task_that_is_none_is_left_out(client, task):
    assert page(client, task=task).select_one("#result .empty")


def test_what_the_register_dropped_is_no_task(client, technicus):
    gone = CompetenceFactory(qualification=technicus, retired_on="2026-01-01")
    assert page(client, task=gone.pk).select_one("#result .empty")


@pytest.mark.parametrize("job", ["none", "\x00", "x" * 300])
def test_a_job_that_is_none_shows_the_search(client, job):
    assert client.get(COMPARE, {"job": job, "q": job}).status_code == 200


def test_queries_do_not_grow_with_diplomas(queries_stay_constant, technicus):
    tasks = technicus.competences.all()

    def make(number):
        for _n in range(number):
            told(flemish(), technicus, dict(zip(tasks, "=≈−", strict=True)))
            CounterpartFactory(dutch=technicus)

    address = "&".join(f"task={task.pk}" for task in tasks)
    queries_stay_constant(f"{COMPARE}?{address}&job={technicus.slug}&q=plc", make, rows=6)
