"""A comparison begins: which diplomas, who rates, who keeps it, who may, and who is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from competences.actions.rating import Said, rate
from competences.actions.starting import Exists, ask_teacher, start, turn_round
from competences.models import Comparison, Rater, Rating
from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from les_portal.workflow.engine import NotNow
from programmes.models import Counterpart
from tests.competences.exercise.conftest import finish, rate_as
from tests.competences.exercise.frames import rated_by
from tests.factories.accounts import UserFactory
from tests.factories.competences import ComparisonFactory, CompetenceFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import QualificationFactory

pytestmark = pytest.mark.django_db
NEW = "/nl/comparisons/new/"


@pytest.fixture
def flemish():
    return CompetenceFactory(qualification=QualificationFactory(country="be", code="BK9001")).qualification


@pytest.fixture
def dutch():
    return CompetenceFactory(qualification=QualificationFactory(country="nl", code="99001")).qualification


@pytest.fixture
def teacher():
    """At a Dutch school."""
    organisation = OrganisationFactory(country="nl", name="Zeeuwse school")
    return MembershipFactory(organisation=organisation, role="editor", user__name="Dorien").user


def address(source, target) -> str:
    return f"{NEW}?source={source.slug}&target={target.slug}"


def test_two_diplomas_and_two_teachers_make_a_comparison(client_of, anna, flemish, dutch, teacher, school_organisation):
    client = client_of(anna)
    assert "Dorien" in client.get(address(flemish, dutch)).content.decode()
    answer = client.post(address(flemish, dutch), {"teacher_be": anna.pk, "teacher_nl": teacher.pk})
    comparison = Comparison.objects.get()
    assert answer.url == comparison.get_absolute_url()
    assert (comparison.source, comparison.target, comparison.organisation) == (flemish, dutch, school_organisation)
    assert {(rater.country, rater.user) for rater in comparison.raters.all()} == {("be", anna), ("nl", teacher)}
    assert [entry.verb for entry in Entry.objects.about(comparison)] == ["competences.comparison.start"]
    assert [mail.recipient for mail in Mail.objects.filter(template="competences/asked")] == [teacher]


def test_a_teacher_is_found_by_the_address_of_an_account(client_of, anna, flemish, dutch):
    elsewhere = UserFactory(email="ergens@example.org")
    data = {"teacher_be": anna.pk, "email_nl": "Ergens@Example.org"}
    client_of(anna).post(address(flemish, dutch), data)
    assert Rater.objects.get(country="nl").user == elsewhere


@pytest.mark.parametrize(
    "data",
    [{}, {"email_nl": "niemand@example.org"}, {"teacher_nl": "999999"}, {"email_nl": "anna@example.org"}],
    ids=["nobody", "no account", "not in the list", "the same person"],
)
def test_without_two_teachers_nothing_begins_and_the_first_stays_chosen(client_of, anna, flemish, dutch, data):
    page = client_of(anna).post(address(flemish, dutch), {"teacher_be": anna.pk} | data).content.decode()
    assert not Comparison.objects.exists()
    assert f'<option value="{anna.pk}" selected' in page
    assert 'class="error"' in page


def test_who_keeps_more_than_one_organisation_chooses(client_of, anna, flemish, dutch, teacher):
    second = MembershipFactory(user=anna, role="editor", organisation=OrganisationFactory()).organisation
    data = {"teacher_be": anna.pk, "teacher_nl": teacher.pk}
    client = client_of(anna)
    client.post(address(flemish, dutch), data)
    assert not Comparison.objects.exists()
    client.post(address(flemish, dutch), data | {"organisation": second.pk})
    assert Comparison.objects.get().organisation == second


@pytest.mark.parametrize(("who", "status"), [("anna", 200), ("ada", 200), ("nora", 200), ("bram", 403), ("emma", 403)])
def test_who_may_begin_one(client_of, request, who, status):
    assert client_of(request.getfixturevalue(who)).get(NEW).status_code == status


def test_both_of_one_side_are_refused(client_of, anna, flemish):
    other = CompetenceFactory(qualification=QualificationFactory(country="be")).qualification
    client = client_of(anna)
    client.post(address(flemish, other), {"teacher_be": anna.pk})
    assert not Comparison.objects.exists()
    assert "error-summary" in client.get(address(flemish, other)).content.decode()


def test_a_diploma_without_competences_leads_to_its_frame(client_of, anna, flemish):
    empty = QualificationFactory(country="nl")
    page = client_of(anna).get(address(flemish, empty)).content.decode()
    assert reverse("frames:frame", args=[empty.slug]) in page


def test_one_that_exists_is_linked_to(client_of, anna, flemish, dutch, school_organisation, teacher):
    there = start(flemish, dutch, organisation=school_organisation, teachers={"be": anna, "nl": teacher}, by=anna)
    assert there.get_absolute_url() in client_of(anna).get(address(flemish, dutch)).content.decode()
    with pytest.raises(Exists):
        start(flemish, dutch, organisation=school_organisation, teachers={"be": anna, "nl": teacher}, by=anna)


def test_pairs_across_the_border_are_offered(client_of, anna, flemish, dutch):
    Counterpart.objects.create(flemish=flemish, dutch=dutch, source="test")
    page = client_of(anna).get(NEW).content.decode()
    assert f"?source={flemish.slug}&amp;target={dutch.slug}" in page
    assert f"?source={dutch.slug}&amp;target={flemish.slug}" in page
    page = client_of(anna).get(f"{NEW}?source={flemish.slug}").content.decode()
    assert f"?source={dutch.slug}" not in page


def test_the_search_finds_by_code_and_offers_only_the_other_side(client_of, anna, flemish, dutch):
    client = client_of(anna)
    assert f"?source={flemish.slug}" in client.get(f"{NEW}?q=bk9001").content.decode()
    page = client.get(f"{NEW}?source={dutch.slug}&q=99001").content.decode()
    assert f"target={dutch.slug}" not in page


def test_the_other_direction_takes_one_click(client_of, anna, bram, comparison, raters):
    url = reverse("comparisons:reverse", args=[comparison.slug])
    assert client_of(bram).post(url).status_code == 404
    client_of(anna).post(url)
    made = Comparison.objects.get(source=comparison.target)
    assert made.target == comparison.source
    assert {rater.user for rater in made.raters.all()} == {rater.user for rater in raters}
    assert client_of(anna).post(url).url == made.get_absolute_url()
    assert Comparison.objects.count() == 2


def test_a_side_without_a_teacher_stays_a_side(anna, comparison, raters):
    """Or the one who is left would bring the ratings together alone."""
    Rater.objects.filter(pk=raters[1].pk).update(user=None)
    made = turn_round(comparison, by=anna)
    assert sorted(made.raters.values_list("country", "user")) == [("be", anna.pk), ("nl", None)]


def test_another_teacher_begins_afresh_and_is_told(anna, ada, chloe, comparison, raters, targets, teacher):
    rate_as(raters[1], targets[:1], "missing")
    still_open = Rater.objects.get(pk=raters[1].pk)
    ask_teacher(raters[1], teacher, by=ada)
    assert Rater.objects.get(pk=raters[1].pk).user == teacher
    assert not Rating.objects.exists()
    assert [mail.recipient for mail in Mail.objects.filter(template="competences/asked")] == [teacher]
    with pytest.raises(NotNow):
        rate(still_open, targets[0], Said("missing"), by=chloe)


def test_who_has_finished_is_not_replaced_but_who_is_gone(ada, comparison, raters, targets, sources, teacher):
    rate_as(raters[1], targets, *3 * ["equivalent"], source=sources[0])
    Rating.objects.create(rater=raters[1], competence=sources[1], relation="extra")
    finish(raters[1])
    with pytest.raises(NotNow):
        ask_teacher(raters[1], teacher, by=ada)
    Rater.objects.filter(pk=raters[1].pk).update(user=None)
    ask_teacher(raters[1], teacher, by=ada)
    assert Rating.objects.filter(rater=raters[1]).count() == 4  # what was rated counts


def test_only_the_keeper_asks_another(client_of, anna, chloe, bram, comparison, raters, teacher):
    url = reverse("comparisons:teacher", args=[comparison.slug, "nl"])
    assert client_of(chloe).post(url, {"teacher_nl": teacher.pk}).status_code == 403
    assert client_of(bram).post(url, {"teacher_nl": teacher.pk}).status_code == 404
    with pytest.raises(PermissionDenied):
        ask_teacher(raters[1], teacher, by=chloe)
    assert client_of(anna).post(url, {"teacher_nl": teacher.pk}).status_code == 302
    assert client_of(anna).post(url, {"email_nl": anna.email}).status_code == 200  # she rates on the other side
    assert Rater.objects.get(pk=raters[1].pk).user == teacher


@pytest.mark.parametrize(("who", "status"), [("anna", 200), ("ada", 200), ("chloe", 200), ("nora", 200), ("bram", 404)])
def test_who_sees_it(client_of, request, comparison, raters, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.get(comparison.get_absolute_url()).status_code == status
    assert (str(comparison.source) in client.get("/nl/comparisons/").content.decode()) is (status == 200)


def test_the_list_teaches_who_has_none(client_of, anna, bram):
    assert NEW in client_of(anna).get("/nl/comparisons/").content.decode()
    assert NEW not in client_of(bram).get("/nl/comparisons/").content.decode()


def test_many_comparisons_take_as_many_queries_as_one(client_of, anna, school_organisation, queries_stay_constant):
    def more(number):
        for _n in range(number):
            rated_by(ComparisonFactory(organisation=school_organisation), anna, UserFactory())

    queries_stay_constant("/nl/comparisons/", more, rows=12, client=client_of(anna))


def test_it_stands_in_the_workspace_of_who_keeps_it(client_of, anna, bram, comparison, raters, school_organisation):
    url = reverse("manage:workspace", args=[school_organisation.slug])
    page = client_of(anna).get(url).content.decode()
    assert comparison.get_absolute_url() in page
    assert reverse("comparisons:rate", args=[comparison.slug]) in page  # to do, for her
    assert comparison.get_absolute_url() not in client_of(bram).get(url).content.decode()
