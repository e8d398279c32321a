"""Two teachers click at the same moment: each line is answered once, lines are made once, a pair is begun once."""

import pytest

from competences.models import Comparison, Line, Rater, Rating, Relation
from competences.progress import unsettled
from les_portal.activity.models import Entry
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.competences import ComparisonFactory, CompetenceFactory, RaterFactory
from tests.factories.programmes import QualificationFactory

RACERS = 6
ROUNDS = 5
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.exercise_racer", database_url=url) as started:
        yield started


@pytest.fixture
def race(the_racers, file):
    """What each of them answered, per round."""

    def run(rounds: list[list[dict]]) -> list[list]:
        lend(file)
        outcomes = [[answer["outcome"] for answer in the_racers.race(each)] for each in rounds]
        take_back(file)
        return outcomes

    return run


def two_raters(**kwargs) -> tuple[Comparison, list[Rater]]:
    comparison = ComparisonFactory(**kwargs)
    return comparison, [RaterFactory(comparison=comparison, country=country) for country in ("be", "nl")]


def rated_otherwise() -> tuple[Line, list[Rater]]:
    """One says partial, the other missing."""
    comparison, raters = two_raters(status="reconciling")
    line = Line.objects.create(comparison=comparison, competence=CompetenceFactory(qualification=comparison.target))
    for rater, relation in zip(raters, ("partial", "missing"), strict=True):
        Rating.objects.create(rater=rater, competence=line.competence, relation=relation)
    return line, raters


def answers(deed: str) -> list[dict]:
    line, raters = rated_otherwise()
    names = ("take_over", "keep_both", "keep_both", "take_over", "take_over", "keep_both")
    return [
        {"deed": deed, "pk": line.pk, "by": raters[turn % 2].user_id, "name": name} for turn, name in enumerate(names)
    ]


def test_a_line_is_answered_once(race):
    outcomes = race([answers("answer") for _n in range(ROUNDS)])
    for each in outcomes:
        assert each.count("NotNow") == RACERS - 1, outcomes
    assert set(Line.objects.values_list("turn", flat=True)) == {1}


def test_without_the_condition_it_is_answered_more_often(race):
    """The control. If this one fails, the one above proves nothing."""
    outcomes = race([answers("answer_unguarded") for _n in range(ROUNDS)])
    assert max(RACERS - each.count("NotNow") for each in outcomes) > 1


def test_both_finish_at_once_and_are_brought_together_once(race):
    rounds = []
    for _n in range(ROUNDS):
        comparison, raters = two_raters(targets=2, sources=1)
        for rater in raters:
            for competence in comparison.target.competences.all():
                Rating.objects.create(rater=rater, competence=competence, relation=Relation.MISSING)
            Rating.objects.create(rater=rater, competence=comparison.source.competences.get(), relation=Relation.EXTRA)
        finish = {"deed": "move", "name": "finish", "of": "rater"}
        rounds.append([finish | {"pk": raters[turn % 2].pk, "by": raters[turn % 2].user_id} for turn in range(RACERS)])
    outcomes = race(rounds)
    for each in outcomes:
        assert sorted(each) == ["NotNow"] * 4 + ["finished"] * 2, outcomes
    assert set(Comparison.objects.values_list("status", flat=True)) == {"reconciling"}
    together = Entry.objects.filter(verb="competences.comparison.bring_together")
    assert sorted(together.values_list("object_id", flat=True)) == sorted(
        Comparison.objects.values_list("pk", flat=True)
    )
    assert all(comparison.lines.count() == 3 for comparison in Comparison.objects.all())


def test_nothing_is_rated_behind_the_back_of_who_finishes(race):
    """Whoever saves in a second window while finishing in the first: kept before, or refused, and never after."""
    rounds = []
    for _n in range(ROUNDS):
        comparison, raters = two_raters(targets=1)
        competence = comparison.target.competences.get()
        for rater in raters:
            Rating.objects.create(rater=rater, competence=competence, relation=Relation.EQUIVALENT)
        for rater in raters[1:]:
            Rater.objects.filter(pk=rater.pk).update(status=Rater.Status.FINISHED)
        mine = {"pk": raters[0].pk, "by": raters[0].user_id}
        save, finish = {"deed": "say", "competence": competence.pk}, {"deed": "move", "name": "finish", "of": "rater"}
        rounds.append([mine | (finish if turn == 3 else save) for turn in range(RACERS)])
    race(rounds)
    for line in Line.objects.all():  # both equivalent, or one missing in time: as the ratings say
        relations = set(Rating.objects.filter(competence=line.competence).values_list("relation", flat=True))
        assert line.outcome == (Line.Outcome.AGREED if len(relations) == 1 else Line.Outcome.OPEN)
    assert Line.objects.count() == ROUNDS


def test_nothing_is_concluded_that_is_open_again(race):
    rounds = []
    for _n in range(ROUNDS):
        line, raters = rated_otherwise()
        Line.objects.filter(pk=line.pk).update(outcome=Line.Outcome.SETTLED, relation="missing")
        again = {"deed": "answer", "pk": line.pk, "name": "look_again"}
        conclude = {"deed": "move", "pk": line.comparison_id, "name": "conclude", "of": "comparison"}
        rounds.append([(again, conclude)[turn % 2] | {"by": raters[turn % 2].user_id} for turn in range(RACERS)])
    race(rounds)
    for comparison in Comparison.objects.all():
        assert (comparison.status == "concluded") is (unsettled(comparison) == [])


def test_a_pair_is_begun_once(race):
    rounds = []
    for _n in range(ROUNDS):
        _line, raters = rated_otherwise()
        source, target = QualificationFactory(country="be"), QualificationFactory(country="nl")
        deed = {"deed": "begin", "pk": source.pk, "target": target.pk, "by": raters[0].user_id}
        rounds.append([deed | {"organisation": raters[0].comparison.organisation_id} for _turn in range(RACERS)])
    outcomes = race(rounds)
    for each in outcomes:
        assert sorted(map(str, each)) == ["Exists"] * (RACERS - 1) + ["True"], outcomes
    assert Comparison.objects.count() == 2 * ROUNDS
