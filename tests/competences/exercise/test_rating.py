"""One teacher rates alone: what is kept, who may, in which state, and that nothing of the other shows."""

import re

import pytest
from django.urls import reverse

from competences.models import Rater, Rating, Relation
from competences.progress import how_far, unrated
from les_portal.activity.models import Entry
from les_portal.workflow.engine import NotReady, workflow_of
from tests.competences.exercise.conftest import finish, rate_as
from tests.factories.competences import CompetenceFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def save(client, comparison, **data):
    return client.post(reverse("comparisons:save-rating", args=[comparison.slug]), data)


def page(client, comparison, name="rate") -> str:
    return client.get(reverse(f"comparisons:{name}", args=[comparison.slug])).content.decode()


def test_a_rating_is_kept_and_leads_to_the_next(client_of, anna, comparison, raters, targets, sources):
    data = {"relation": "partial", "sources": [sources[0].pk], "aspect": "tools", "note": "Kleiner"}
    answer = save(client_of(anna), comparison, competence=targets[0].pk, **data)
    assert answer.url.endswith(f"/rate/#c-{targets[1].pk}")
    rating = Rating.objects.get()
    assert (rating.rater, rating.competence, rating.relation) == (raters[0], targets[0], Relation.PARTIAL)
    assert (rating.aspect, rating.note, list(rating.sources.all())) == ("tools", "Kleiner", [sources[0]])


def test_saving_again_changes_it_and_a_script_hears_only_that_it_is_kept(
    client_of, anna, comparison, raters, targets, sources
):
    client = client_of(anna)
    save(client, comparison, competence=targets[0].pk, relation="equivalent", sources=[sources[0].pk])
    answer = save(client, comparison, competence=targets[0].pk, relation="missing", script="1")
    assert (answer.status_code, answer.content) == (204, b"")
    rating = Rating.objects.get()
    assert (rating.relation, rating.sources.count()) == (Relation.MISSING, 0)


def test_what_covers_it_is_asked_for_and_what_was_typed_comes_back(client_of, anna, comparison, raters, targets):
    client, data = client_of(anna), {"relation": "equivalent", "note": "Net hetzelfde"}
    answer = save(client, comparison, competence=targets[0].pk, **data)
    assert answer.status_code == 400
    assert "Net hetzelfde" in answer.content.decode()
    assert save(client, comparison, competence=targets[0].pk, script="1", **data).status_code == 400
    assert not Rating.objects.exists()


def test_what_is_left_is_extra_at_once_but_not_what_covers_something(
    client_of, anna, comparison, raters, targets, sources
):
    client = client_of(anna)
    save(client, comparison, competence=targets[0].pk, relation="equivalent", sources=[sources[0].pk])
    save(client, comparison, competence=[source.pk for source in sources], relation="extra")
    assert [row.competence for row in Rating.objects.filter(relation=Relation.EXTRA)] == [sources[1]]
    save(client, comparison, competence=targets[1].pk, relation="partial", sources=[sources[1].pk])
    assert not Rating.objects.filter(relation=Relation.EXTRA).exists()


@pytest.mark.parametrize("relation", ["extra", "better", ""])
def test_an_answer_that_does_not_fit_is_refused(client_of, anna, comparison, raters, targets, relation):
    assert save(client_of(anna), comparison, competence=targets[0].pk, relation=relation).status_code == 400
    assert not Rating.objects.exists()


def test_a_source_is_extra_and_nothing_else(client_of, anna, comparison, raters, sources):
    assert save(client_of(anna), comparison, competence=sources[0].pk, relation="missing").status_code == 400
    assert not Rating.objects.exists()


@pytest.mark.parametrize("typed", ["", "0", "abc", "9" * 30, "１"])
def test_no_such_competence(client_of, anna, comparison, raters, typed):
    assert save(client_of(anna), comparison, competence=typed, relation="missing").status_code == 404


def test_a_competence_of_another_comparison_is_refused(client_of, anna, comparison, raters):
    other = CompetenceFactory()
    assert save(client_of(anna), comparison, competence=other.pk, relation="missing").status_code == 404
    assert not Rating.objects.exists()


def test_sources_of_another_frame_are_refused(client_of, anna, comparison, raters, targets):
    other = CompetenceFactory()
    answer = save(client_of(anna), comparison, competence=targets[0].pk, relation="equivalent", sources=[other.pk])
    assert answer.status_code == 400
    assert not Rating.objects.exists()


@pytest.mark.parametrize("who", ["ada", "bram", "nora", "emma"])
def test_nobody_else_rates(client_of, request, comparison, raters, targets, who):
    """Also not who keeps the comparison, or sees all of them."""
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("comparisons:rate", args=[comparison.slug])).status_code == 404
    assert save(client, comparison, competence=targets[0].pk, relation="missing").status_code == 404
    assert not Rating.objects.exists()


def test_who_has_finished_changes_nothing_any_more(client_of, anna, comparison, raters, targets, sources):
    rate_as(raters[0], targets, *3 * ["missing"])
    save(client_of(anna), comparison, competence=[source.pk for source in sources], relation="extra")
    finish(raters[0])
    answer = save(client_of(anna), comparison, competence=targets[0].pk, relation="equivalent", sources=[sources[0].pk])
    assert answer.url == comparison.get_absolute_url()
    script = {"competence": targets[0].pk, "relation": "missing", "script": "1"}
    assert save(client_of(anna), comparison, **script).status_code == 409
    assert set(Rating.objects.filter(competence__in=targets).values_list("relation", flat=True)) == {"missing"}


def test_finishing_asks_for_all_and_names_what_is_left(comparison, raters, targets, sources):
    rate_as(raters[0], targets, "equivalent", "missing", "missing", source=sources[0])
    assert unrated(raters[0]) == [sources[1]]
    with pytest.raises(NotReady, match=sources[1].title):
        finish(raters[0])
    assert Rater.objects.get(pk=raters[0].pk).status == Rater.Status.BUSY
    assert how_far(raters[0]).is_all  # the numbers that others see are of the target only


@pytest.mark.parametrize(("who", "name"), [("anna", "rate"), ("anna", "comparison"), ("ada", "comparison")])
def test_nothing_shows_of_what_the_other_one_rated(client_of, request, comparison, raters, targets, sources, who, name):
    """The same number of ratings, another content: every byte is the same but for the form's token."""
    client, other = client_of(request.getfixturevalue(who)), raters[1]
    rate_as(other, targets, *3 * ["missing"])
    Rating.objects.create(rater=other, competence=sources[0], relation=Relation.EXTRA)
    one = TOKEN.sub("", page(client, comparison, name))
    other.ratings.all().delete()
    rate_as(other, targets, *3 * ["equivalent"], source=sources[1])
    other.ratings.update(note="Dat is bij ons hetzelfde")
    assert TOKEN.sub("", page(client, comparison, name)) == one


@pytest.mark.parametrize("name", ["reconcile", "news", "lines", "save-lines"])
@pytest.mark.parametrize("who", ["anna", "chloe", "ada", "nora"])
def test_there_is_nothing_to_settle_before_both_have_finished(
    client_of, request, comparison, raters, targets, sources, who, name
):
    rate_as(raters[1], targets, *3 * ["missing"])
    for source in sources:
        Rating.objects.create(rater=raters[1], competence=source, relation=Relation.EXTRA)
    finish(raters[1])
    client, address = client_of(request.getfixturevalue(who)), reverse(f"comparisons:{name}", args=[comparison.slug])
    assert (client.post(address) if name == "save-lines" else client.get(address)).status_code == 404


def test_the_second_to_finish_brings_them_together(comparison, raters, targets, sources, mailoutbox):
    for rater in raters:
        rate_as(rater, targets, "equivalent", "partial", "missing", source=sources[0])
        Rating.objects.create(rater=rater, competence=sources[1], relation=Relation.EXTRA)
    finish(raters[0])
    comparison.refresh_from_db()
    assert comparison.status == "rating"
    finish(raters[1])
    comparison.refresh_from_db()
    assert comparison.status == "reconciling"
    assert set(comparison.lines.values_list("relation", "outcome")) == {
        *((relation, "agreed") for relation in ("equivalent", "partial", "missing", "extra"))
    }
    workflow_of(comparison).run("conclude", comparison, by=raters[0].user)
    verbs = list(Entry.objects.about(comparison).values_list("verb", flat=True))
    assert sorted(verbs) == ["competences.comparison.bring_together", "competences.comparison.conclude"]


def test_frames_of_any_size_take_the_same_number_of_queries(client_of, anna, comparison, raters, queries_stay_constant):
    def more(number):
        for each in (comparison.source, comparison.target):
            for _n in range(number):
                CompetenceFactory(qualification=each)

    address = reverse("comparisons:rate", args=[comparison.slug])
    queries_stay_constant(address, more, rows=12, client=client_of(anna))
