"""A frame in three languages beside each other; and what closes a gap."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from competences.models import BridgingUnit, CompetenceGroup
from les_portal.activity.models import Entry
from tests.factories.competences import CompetenceFactory, ElementFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


def words(qualification, query: str = "") -> str:
    return reverse("frames:translations", args=[qualification.slug]) + query


def verbs(qualification) -> list[str]:
    return list(Entry.objects.about(qualification).order_by("pk").values_list("verb", flat=True))


# --- languages ----------------------------------------------------------------------------------


def test_each_text_stands_in_three_languages_with_its_state(browser, qualification):
    competence = CompetenceFactory(
        qualification=qualification, title_nl="Werkt", title_fr="Travaille", title_en="Works"
    )
    ElementFactory(competence=competence)
    page = BeautifulSoup(browser.get(words(qualification)).content, "html.parser")
    assert len(page.find_all("textarea")) == 6
    whole, line = page.find_all("fieldset")
    assert whole.find(class_="good")
    assert not line.find(class_="good")
    assert [box["lang"] for box in whole.find_all("textarea")] == ["nl", "fr", "en"]


def test_translations_are_kept_cleaned_and_remembered(browser, qualification):
    group = CompetenceGroup.objects.create(qualification=qualification, title_nl="Groep")
    competence = CompetenceFactory(qualification=qualification, title_nl="Werkt", group=group)
    element = ElementFactory(competence=competence)
    typed = {
        f"competencegroup-{group.pk}-fr": "Groupe",
        f"competence-{competence.pk}-fr": "  Il   travaille\r\n",
        f"element-{element.pk}-en": "Knowledge",
    }
    assert browser.post(words(qualification), typed).status_code == 302
    for row in (group, competence, element):
        row.refresh_from_db()
    assert (group.title_fr, competence.title_fr, element.text_en) == ("Groupe", "Il travaille", "Knowledge")
    assert (competence.title_nl, verbs(qualification)) == ("Werkt", ["competences.frame.translate"])
    browser.post(words(qualification), typed)
    assert verbs(qualification) == ["competences.frame.translate"]


def test_too_long_or_without_its_own_language_nothing_is_lost_or_saved(browser, qualification):
    competence = CompetenceFactory(qualification=qualification, title_nl="Werkt")
    name = f"competence-{competence.pk}"
    typed = {f"{name}-nl": "", f"{name}-fr": "x" * 601, f"{name}-en": "Works"}
    page = BeautifulSoup(browser.post(words(qualification), typed).content, "html.parser")
    assert len(page.find_all("p", class_="error")) == 2
    assert page.find(attrs={"name": f"{name}-en"}).get_text().strip() == "Works"
    competence.refresh_from_db()
    assert (competence.title_nl, competence.title_en) == ("Werkt", None)


def test_texts_of_another_frame_are_not_written(browser, qualification, dutch):
    CompetenceFactory(qualification=qualification)
    foreign = CompetenceFactory(qualification=dutch)
    browser.post(words(qualification), {f"competence-{foreign.pk}-fr": "Étranger"})
    foreign.refresh_from_db()
    assert foreign.title_fr is None


def test_saving_goes_on_with_the_next_ones(browser, qualification):
    rows = CompetenceFactory.create_batch(9, qualification=qualification)
    typed = {f"competence-{rows[0].pk}-fr": "Premier", "next": "1"}
    assert browser.post(words(qualification), typed).url == words(qualification, "?page=2")
    last = {f"competence-{rows[8].pk}-fr": "Dernier", "next": "1"}
    assert browser.post(words(qualification, "?page=3"), last).url == words(qualification, "?page=3")
    rows[8].refresh_from_db()
    assert rows[8].title_fr == "Dernier"


# --- what closes a gap --------------------------------------------------------------------------


def unit_of(qualification, *competences, **different) -> dict:
    chosen = [each.pk for each in competences]
    return {"kind": "course", "title_nl": "Veilig werken", "hours": "16", "competences": chosen} | different


def test_unit_is_described_changed_and_taken_away(browser, qualification):
    first, second = CompetenceFactory.create_batch(2, qualification=qualification)
    programme = ProgrammeFactory(published=True)
    new = reverse("frames:new-unit", args=[qualification.slug])
    page = programme.get_absolute_url()
    browser.post(new, unit_of(qualification, first, url="school.example/les", page=f"https://portal.example{page}"))
    unit = BridgingUnit.objects.get()
    assert (unit.title_nl, unit.hours, unit.url, unit.programme) == (
        "Veilig werken",
        16,
        "https://school.example/les",
        programme,
    )
    address = reverse("frames:unit", args=[qualification.slug, unit.pk])
    browser.post(address, unit_of(qualification, second, title_nl="Veiliger werken"))
    unit.refresh_from_db()
    assert (unit.title_nl, list(unit.competences.all()), unit.programme) == ("Veiliger werken", [second], None)
    browser.post(reverse("frames:remove-unit", args=[qualification.slug, unit.pk]))
    assert not BridgingUnit.objects.exists()
    assert verbs(qualification) == [
        "competences.frame.bridge",
        "competences.frame.bridge",
        "competences.frame.unbridge",
    ]


def test_unit_begins_with_the_competence_that_one_came_from(browser, qualification):
    competence = CompetenceFactory(qualification=qualification)
    address = reverse("frames:new-unit", args=[qualification.slug])
    page = BeautifulSoup(browser.get(f"{address}?for={competence.pk}").content, "html.parser")
    assert page.find("input", attrs={"name": "competences", "value": competence.pk}).has_attr("checked")


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"title_nl": ""}, "title_nl"),
        ({"hours": "-1"}, "hours"),
        ({"page": "/nl/programmes/bestaat-niet/"}, "page"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"competences": []}, "competences"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browser, qualification, different, field):
    competence = CompetenceFactory(qualification=qualification)
    address = reverse("frames:new-unit", args=[qualification.slug])
    response = browser.post(address, unit_of(qualification, competence, **different))
    assert BeautifulSoup(response.content, "html.parser").find(id=f"id_{field}_error")
    assert not BridgingUnit.objects.exists()


def test_unit_that_others_use_stays_theirs(browser, qualification, dutch):
    ours, theirs = CompetenceFactory(qualification=qualification), CompetenceFactory(qualification=dutch)
    unit = BridgingUnit.objects.create(kind="course", title_nl="Gedeeld")
    unit.competences.set([ours, theirs])
    browser.post(reverse("frames:unit", args=[qualification.slug, unit.pk]), unit_of(qualification, ours))
    assert set(unit.competences.all()) == {ours, theirs}
    browser.post(reverse("frames:remove-unit", args=[qualification.slug, unit.pk]))
    assert list(unit.competences.all()) == [theirs]


def test_unit_of_another_frame_is_not_there(browser, qualification, dutch):
    unit = BridgingUnit.objects.create(kind="course", title_nl="Van hen")
    unit.competences.add(CompetenceFactory(qualification=dutch))
    assert browser.get(reverse("frames:unit", args=[qualification.slug, unit.pk])).status_code == 404
    assert browser.post(reverse("frames:remove-unit", args=[qualification.slug, unit.pk])).status_code == 404
