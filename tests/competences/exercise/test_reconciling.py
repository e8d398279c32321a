"""Two teachers come to one line: who answers, in which turn, what follows of itself, and what stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from competences.actions import reconciling as together
from competences.actions.rating import Said
from competences.models import Comparison, Line, Rater, Rating, Relation
from competences.progress import unsettled
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from les_portal.workflow.inbox import waiting_for
from tests.competences.exercise.conftest import finish, rate_as
from tests.factories.competences import CompetenceFactory

pytestmark = pytest.mark.django_db
Outcome = Line.Outcome


@pytest.fixture
def both(comparison, raters, targets, sources):
    """The first target they see alike; the second and third not; one source is used by one and extra to the other."""
    one, other = raters
    rate_as(one, targets[:1], "equivalent", source=sources[0])
    rate_as(other, targets[:1], "equivalent", source=sources[0])
    rate_as(one, targets[1:], "partial", "missing", source=sources[1])
    rate_as(other, targets[1:], "missing", "missing")
    Rating.objects.create(rater=other, competence=sources[1], relation=Relation.EXTRA, note="Extra bij ons")
    finish(one)
    finish(other)
    comparison.refresh_from_db()
    return comparison


@pytest.fixture
def line(both, targets) -> Line:
    """Anna says partial, Chloe missing."""
    return both.lines.get(competence=targets[1])


def outcome(line: Line) -> tuple[str, str]:
    line.refresh_from_db()
    return line.outcome, line.relation


def test_only_where_they_differ_there_is_something_to_settle(both, targets, sources, line):
    assert set(both.lines.values_list("competence", "outcome")) == {
        (targets[0].pk, Outcome.AGREED),
        (targets[1].pk, Outcome.OPEN),
        (targets[2].pk, Outcome.AGREED),
    }
    assert unsettled(both) == [targets[1]]


def test_one_proposes_and_the_other_accepts(both, line, anna, chloe, sources):
    together.propose(line, Said("partial", [sources[1]], "tools", "Alleen klein gereedschap"), turn=0, by=anna)
    assert outcome(line) == (Outcome.PROPOSED, "partial")
    with pytest.raises(NotNow):
        together.accept(line, turn=1, by=anna)  # not one's own
    together.accept(line, turn=1, by=chloe)
    assert outcome(line) == (Outcome.SETTLED, "partial")
    assert (line.aspect, line.note_nl, list(line.sources.all())) == ("tools", "Alleen klein gereedschap", [sources[1]])
    assert unsettled(both) == []


def test_what_nobody_uses_in_the_end_is_extra_by_itself(both, line, anna, sources):
    together.take_over(line, turn=0, by=anna)  # Chloe's: missing
    assert outcome(line) == (Outcome.SETTLED, "missing")
    extra = both.lines.get(competence=sources[1])
    assert (extra.relation, extra.outcome) == (Relation.EXTRA, Outcome.SETTLED)
    assert unsettled(both) == []


def test_what_is_used_after_all_is_no_longer_extra(both, line, anna, chloe, sources):
    together.take_over(line, turn=0, by=anna)
    together.look_again(line, turn=1, by=chloe)
    assert unsettled(both) == [line.competence]
    together.take_over(line, turn=2, by=chloe)  # Anna's: partial, by the second
    assert outcome(line) == (Outcome.SETTLED, "partial")
    assert not both.lines.filter(competence=sources[1]).exists()
    assert unsettled(both) == []


def test_both_extra_is_agreed_and_lapses_when_a_line_uses_it(comparison, raters, targets, sources, anna, chloe):
    for rater in raters:
        Rating.objects.create(rater=rater, competence=sources[1], relation=Relation.EXTRA)
    rate_as(raters[0], targets, "equivalent", "missing", "missing", source=sources[0])
    rate_as(raters[1], targets, "partial", "missing", "missing", source=sources[0])
    for rater in raters:
        finish(rater)
    assert comparison.lines.get(competence=sources[1]).outcome == Outcome.AGREED
    line = comparison.lines.get(competence=targets[0])
    together.propose(line, Said("equivalent", sources), turn=0, by=anna)
    assert comparison.lines.filter(competence=sources[1]).exists()  # not settled yet
    together.accept(line, turn=1, by=chloe)
    assert not comparison.lines.filter(competence=sources[1]).exists()


def test_they_keep_their_disagreement_and_the_lower_counts(both, line, chloe):
    together.keep_both(line, turn=0, by=chloe)
    assert outcome(line) == (Outcome.KEPT, "missing")
    assert not line.sources.exists()
    assert Rating.objects.filter(competence=line.competence).count() == 2
    workflow_of(both).run("conclude", both, by=chloe)
    assert both.status == Comparison.Status.CONCLUDED


def test_nothing_is_accepted_that_was_not_seen(line, anna, chloe):
    together.propose(line, Said("missing"), turn=0, by=anna)
    together.propose(line, Said("missing", note="Toch anders"), turn=1, by=anna)
    with pytest.raises(NotNow):
        together.accept(line, turn=1, by=chloe)
    assert outcome(line) == (Outcome.PROPOSED, "missing")


@pytest.mark.parametrize("who", ["ada", "nora", "bram"])
def test_nobody_else_answers(request, client_of, both, line, who):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        together.keep_both(line, turn=0, by=user)
    url = reverse("comparisons:answer", args=[both.slug, line.pk])
    expected = 404 if who == "bram" else 403
    assert client_of(user).post(url, {"answer": "keep_both", "turn": "0"}).status_code == expected
    assert outcome(line) == (Outcome.OPEN, "")


def test_it_is_concluded_when_all_is_settled_and_not_before(both, line, anna, chloe):
    with pytest.raises(NotReady, match=line.competence.title):
        workflow_of(both).run("conclude", both, by=anna)
    together.keep_both(line, turn=0, by=anna)
    workflow_of(both).run("conclude", both, by=anna)
    for answer in (together.keep_both, together.look_again, together.take_over):
        with pytest.raises(NotNow):
            answer(line, turn=1, by=chloe)


def test_what_is_new_after_reopening_is_proposed_and_accepted(both, line, ada, anna, chloe):
    together.keep_both(line, turn=0, by=anna)
    workflow_of(both).run("conclude", both, by=anna)
    fresh = CompetenceFactory(qualification=both.target, title="Nieuw gevraagd")
    held = CompetenceFactory(qualification=both.source, title="Nieuw geleerd")
    workflow_of(both).run("reopen", both, by=ada, comment="De dossiers zijn vernieuwd.")
    assert unsettled(both) == [fresh, held]
    asked, extra = both.lines.get(competence=fresh), both.lines.get(competence=held)
    with pytest.raises(NotNow):
        together.take_over(asked, turn=0, by=anna)  # there is nothing to take over
    together.propose(asked, Said("missing"), turn=0, by=anna)
    together.accept(asked, turn=1, by=chloe)
    together.propose(extra, Said("extra"), turn=0, by=chloe)
    together.accept(extra, turn=1, by=anna)
    assert unsettled(both) == []


def test_a_line_whose_source_is_gone_is_talked_about_again(both, line, ada, anna, sources, targets):
    together.keep_both(line, turn=0, by=anna)
    workflow_of(both).run("conclude", both, by=anna)
    type(sources[0]).objects.filter(pk=sources[0].pk).update(retired_on="2026-09-01")
    workflow_of(both).run("reopen", both, by=ada, comment="Er is iets weg.")
    assert unsettled(both) == [targets[0]]


def test_it_waits_for_whoever_has_something_to_answer(both, line, anna, chloe):
    def waits_for(user) -> bool:
        return any(both.slug in each.url for each in waiting_for(user))

    assert (waits_for(anna), waits_for(chloe)) == (True, True)
    together.propose(line, Said("missing"), turn=0, by=anna)
    assert (waits_for(anna), waits_for(chloe)) == (False, True)
    together.accept(line, turn=1, by=chloe)
    assert (waits_for(anna), waits_for(chloe)) == (True, True)  # to be concluded


def test_one_whose_account_is_gone_leaves_a_rating(client_of, both, line, anna, raters):
    Rater.objects.filter(pk=raters[1].pk).update(user=None)
    page = client_of(anna).get(reverse("comparisons:reconcile", args=[both.slug]))
    assert page.status_code == 200
    together.take_over(line, turn=0, by=anna)
    assert outcome(line) == (Outcome.SETTLED, "missing")


def answer(client, line, **data):
    return client.post(reverse("comparisons:answer", args=[line.comparison.slug, line.pk]), data)


def test_by_page_one_click_each(client_of, both, line, anna, chloe, sources):
    data = {"answer": "propose", "turn": "0", "relation": "equivalent", "sources": [sources[1].pk], "note": "Samen"}
    assert answer(client_of(anna), line, **data).status_code == 302
    page = client_of(chloe).get(reverse("comparisons:reconcile", args=[both.slug])).content.decode()
    assert "Samen" in page
    assert answer(client_of(chloe), line, answer="accept", turn="1").url.endswith(f"#line-{line.pk}")
    assert outcome(line) == (Outcome.SETTLED, "equivalent")
    assert answer(client_of(chloe), line, answer="accept", turn="1").status_code == 302  # a second click
    assert line.turn == 2


def test_who_comes_too_late_keeps_what_they_typed(client_of, both, line, anna, chloe):
    together.propose(line, Said("missing"), turn=0, by=chloe)
    data = {"answer": "propose", "turn": "0", "relation": "missing", "note": "Mijn lange uitleg"}
    page = answer(client_of(anna), line, **data)
    assert page.status_code == 409
    assert "Mijn lange uitleg" in page.content.decode()
    assert outcome(line) == (Outcome.PROPOSED, "missing")


@pytest.mark.parametrize("name", ["", "agree", "__class__"])
def test_no_such_answer(client_of, line, anna, name):
    assert answer(client_of(anna), line, answer=name, turn="0").status_code == 404


def test_news_holds_only_what_was_answered_since(client_of, both, line, anna, chloe):
    url = reverse("comparisons:news", args=[both.slug])
    seen = {"at": [f"{each.pk}:{each.turn}" for each in both.lines.all()]}
    assert client_of(chloe).get(url, seen).status_code == 204
    together.propose(line, Said("missing", note="Van Anna"), turn=0, by=anna)
    page = client_of(chloe).get(url, seen).content.decode()
    assert "Van Anna" in page
    assert page.count('id="said-') == 1


def test_the_preview_counts_the_lower_until_they_have_settled(client_of, both, line, anna):
    """One equivalent, one missing, and missing against partial: 2 of 6 halves; then partial: 3 of 6."""
    url = reverse("comparisons:reconcile", args=[both.slug])
    assert ">33 %<" in client_of(anna).get(url).content.decode()
    together.propose(line, Said("partial", list(both.source.competences.all()[1:])), turn=0, by=anna)
    Line.objects.filter(pk=line.pk).update(outcome=Outcome.SETTLED)
    assert ">50 %<" in client_of(anna).get(url).content.decode()


def test_frames_of_any_size_take_the_same_number_of_queries(client_of, anna, both, queries_stay_constant):
    def more(number):
        for _n in range(number):
            Line.objects.create(comparison=both, competence=CompetenceFactory(qualification=both.target))

    address = reverse("comparisons:reconcile", args=[both.slug])
    queries_stay_constant(address, more, rows=12, client=client_of(anna))


def test_when_all_is_settled_the_page_of_the_other_one_begins_anew(client_of, both, line, anna, chloe):
    """There the next step stands."""
    seen = {"at": [f"{each.pk}:{each.turn}" for each in both.lines.all()]}
    together.keep_both(line, turn=0, by=anna)
    answer = client_of(chloe).get(reverse("comparisons:news", args=[both.slug]), seen)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
