"""Writing a frame in the browser: what happens, what is remembered, who is asked to look again."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from competences.models import Competence, CompetenceGroup, Element
from les_portal.activity.models import Entry
from tests.factories.competences import CompetenceFactory, ElementFactory, SkillFactory, counting
from tests.factories.programmes import QualificationFactory

pytestmark = pytest.mark.django_db
PASTED = """# B1-K1 Onderhoudt
co 01919 Werkt in teamverband
- Kennis van begrippen
- Overlegt
Leest schema's"""


def at(name: str, qualification, *more) -> str:
    return reverse(f"frames:{name}", args=[qualification.slug, *more])


def main(response) -> str:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def verbs(qualification) -> list[str]:
    return list(Entry.objects.about(qualification).order_by("pk").values_list("verb", flat=True))


def add(browser, qualification, lines: str = PASTED, **more):
    data = {"lines": lines, "type": "specific", "written_in": "nl", "source": "dossier 2023"} | more
    return browser.post(at("add", qualification), data)


def titles(qualification) -> list[str]:
    return [each.title_nl for each in qualification.competences.current()]


# --- adding -------------------------------------------------------------------------------------


def test_empty_frame_teaches_the_first_step(browser, qualification):
    page = browser.get(at("frame", qualification))
    assert at("add", qualification) in page.content.decode()


def test_many_are_added_at_once(browser, qualification, anna):
    response = add(browser, qualification)
    assert response.url == at("frame", qualification)
    first, second = qualification.competences.all()
    assert (first.code, first.title_nl, first.source) == ("co 01919", "Werkt in teamverband", "dossier 2023")
    assert [(each.kind, each.text_nl) for each in first.elements.all()] == [
        ("knowledge", "Kennis van begrippen"),
        ("skill", "Overlegt"),
    ]
    assert (first.group.code, second.group, second.title_nl) == ("B1-K1", first.group, "Leest schema's")
    entry = Entry.objects.about(qualification).get()
    assert (entry.verb, entry.actor) == ("competences.frame.add", anna)


def test_added_behind_what_stands_there_and_into_the_same_group(browser, qualification):
    add(browser, qualification)
    add(browser, qualification, "# B1-K1 Onderhoudt\nSmeert lagers")
    assert titles(qualification) == ["Werkt in teamverband", "Leest schema's", "Smeert lagers"]
    assert CompetenceGroup.objects.count() == 1


def test_sent_twice_is_added_once_and_nothing_typed_is_lost(browser, qualification):
    add(browser, qualification)
    page = BeautifulSoup(add(browser, qualification).content, "html.parser")
    assert len(page.find(id="id_lines_error").parent.find_all("p", class_="error")) == 2
    assert page.find(attrs={"name": "lines"}).get_text().strip() == PASTED
    assert page.find(attrs={"name": "source"})["value"] == "dossier 2023"
    assert len(titles(qualification)) == 2


@pytest.mark.parametrize("lines", ["", "   \n", "# Alleen een groep", "- onder niets", "x" * 601])
def test_what_cannot_be_added_is_said_at_the_field(browser, qualification, lines):
    response = add(browser, qualification, lines)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="id_lines_error")
    assert page.find(attrs={"name": "lines"}).get_text().strip() == lines.strip()
    assert not qualification.competences.exists()


def test_french_frame_is_written_in_french(browser, qualification):
    add(browser, qualification, "Travaille en équipe\n- Connaissance des termes", written_in="fr")
    only = Competence.objects.get()
    assert (only.title_fr, only.title_nl, only.elements.get().text_fr) == (
        "Travaille en équipe",
        None,
        "Connaissance des termes",
    )


# --- one competence -----------------------------------------------------------------------------


def sent(competence: Competence, **different) -> dict:
    """What its form would send without a change."""
    plain = {name: getattr(competence, name) for name in ("code", "type", "weight", "written_in", "source")}
    words = {f"title_{language}": getattr(competence, f"title_{language}") or "" for language in ("nl", "fr", "en")}
    lines = {
        kind: "\n".join(each.text_nl for each in competence.elements.all() if each.kind == kind)
        for kind in Element.Kind.values
    }
    return {"group": competence.group_id or "", **plain, **words, **lines} | different


def test_words_are_changed_and_remembered(browser, qualification):
    competence = CompetenceFactory(qualification=qualification, title_nl="Werkt")
    browser.post(at("competence", qualification, competence.pk), sent(competence, title_nl="Werkt veilig", weight="3"))
    competence.refresh_from_db()
    assert (competence.title_nl, competence.weight) == ("Werkt veilig", 3)
    entry = Entry.objects.about(qualification).get()
    assert entry.changes["title_nl"] == ["Werkt", "Werkt veilig"]


def test_mended_line_keeps_its_translation_and_a_new_one_has_none(browser, qualification):
    competence = CompetenceFactory(qualification=qualification)
    ElementFactory(competence=competence, text_nl="Kennis van veilighied", text_fr="Sécurité")
    lines = "- Kennis van veiligheid\nKennis van hefwerktuigen"
    browser.post(at("competence", qualification, competence.pk), sent(competence, knowledge=lines))
    assert list(competence.elements.values_list("text_nl", "text_fr")) == [
        ("Kennis van veiligheid", "Sécurité"),
        ("Kennis van hefwerktuigen", None),
    ]


def test_line_that_is_left_out_goes(browser, qualification):
    competence = CompetenceFactory(qualification=qualification)
    ElementFactory.create_batch(2, competence=competence)
    browser.post(at("competence", qualification, competence.pk), sent(competence, knowledge=""))
    assert not competence.elements.exists()


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"title_nl": ""}, "title_nl"),
        ({"weight": "0"}, "weight"),
        ({"weight": "11"}, "weight"),
        ({"skill": "y" * 1001}, "skill"),
    ],
)
def test_wrong_words_are_said_at_their_field(browser, qualification, different, field):
    competence = CompetenceFactory(qualification=qualification)
    response = browser.post(at("competence", qualification, competence.pk), sent(competence, **different))
    assert BeautifulSoup(response.content, "html.parser").find(id=f"id_{field}_error")
    assert verbs(qualification) == []


def test_group_of_another_frame_is_refused(browser, qualification, dutch):
    group = CompetenceGroup.objects.create(qualification=dutch, title_nl="Van hen")
    competence = CompetenceFactory(qualification=qualification)
    browser.post(at("competence", qualification, competence.pk), sent(competence, group=group.pk))
    competence.refresh_from_db()
    assert competence.group is None


# --- order, out and in --------------------------------------------------------------------------


def test_up_and_down_within_the_group(browser, qualification):
    first, _second, third = (CompetenceFactory(qualification=qualification, title_nl=name) for name in "abc")
    browser.post(at("move", qualification, third.pk), {"to": "up"})
    assert titles(qualification) == ["a", "c", "b"]
    browser.post(at("move", qualification, first.pk), {"to": "down"})
    assert titles(qualification) == ["c", "a", "b"]
    browser.post(at("move", qualification, third.pk), {"to": "up"})  # the first already
    assert titles(qualification) == ["c", "a", "b"]
    assert verbs(qualification) == ["competences.frame.move"] * 2


def test_order_where_all_had_the_same_place(browser, qualification):
    for name in "abc":
        last = CompetenceFactory(qualification=qualification, title_nl=name, position=0)
    browser.post(at("move", qualification, last.pk), {"to": "up"})
    assert titles(qualification) == ["a", "c", "b"]


def test_taken_out_is_kept_and_put_back(browser, qualification):
    competence = CompetenceFactory(qualification=qualification, title_nl="Lost storingen op")
    for _click in range(2):
        browser.post(at("retire", qualification, competence.pk))
    assert (titles(qualification), Competence.objects.count()) == ([], 1)
    assert "Lost storingen op" in main(browser.get(at("frame", qualification)))
    browser.post(at("restore", qualification, competence.pk))
    assert titles(qualification) == ["Lost storingen op"]
    assert verbs(qualification) == ["competences.frame.retire", "competences.frame.restore"]


def test_groups_are_named_ordered_and_taken_away(browser, qualification):
    group = CompetenceGroup.objects.create(qualification=qualification, title_nl="Oud", position=1)
    competence = CompetenceFactory(qualification=qualification, group=group)
    form = {
        "groups-TOTAL_FORMS": "2",
        "groups-INITIAL_FORMS": "1",
        "groups-0-id": group.pk,
        "groups-0-title_nl": "Oud",
        "groups-0-position": "1",
        "groups-0-DELETE": "on",
        "groups-1-title_nl": "Nieuw",
        "groups-1-title_fr": "Nouveau",
        "groups-1-position": "2",
    }
    assert browser.post(at("groups", qualification), form).status_code == 302
    assert list(CompetenceGroup.objects.values_list("title_nl", "title_fr")) == [("Nieuw", "Nouveau")]
    competence.refresh_from_db()
    assert competence.group is None


# --- ESCO ---------------------------------------------------------------------------------------


def test_skill_of_esco_is_found_linked_and_let_go(browser, qualification, anna):
    competence = CompetenceFactory(qualification=qualification)
    skill = SkillFactory(title_nl="elektrische apparatuur onderhouden")
    SkillFactory(title_nl="oude apparatuur onderhouden", retired_in="1.1")
    address = at("competence", qualification, competence.pk)
    page = main(browser.get(f"{address}?esco=onderhouden+apparatuur"))
    assert "elektrische apparatuur onderhouden" in page
    assert "oude apparatuur" not in page
    browser.post(at("link", qualification, competence.pk), {"skill": skill.pk})
    assert [(link.skill, link.by) for link in competence.skill_links.all()] == [(skill, anna)]
    browser.post(at("link", qualification, competence.pk), {"skill": skill.pk, "unlink": "1"})
    assert not competence.skill_links.exists()
    assert verbs(qualification) == ["competences.frame.link", "competences.frame.unlink"]


@pytest.mark.parametrize("wanted", ["", "x", "0", "99999999999999999999", "²"])
def test_skill_that_does_not_exist(browser, qualification, wanted):
    competence = CompetenceFactory(qualification=qualification)
    assert browser.post(at("link", qualification, competence.pk), {"skill": wanted}).status_code == 404


# --- copying ------------------------------------------------------------------------------------


def test_copy_says_where_it_comes_from_and_leaves_what_is_there(browser, qualification):
    origin = QualificationFactory(code="BK9100", version="2", title_nl="Proefmonteur oud", source="Register")
    group = CompetenceGroup.objects.create(qualification=origin, title_nl="Groep", code="K1")
    row = CompetenceFactory(
        qualification=origin, title_nl="Leest schema's", title_fr="Lit", key="bkc1", group=group, weight=2
    )
    ElementFactory(competence=row, text_nl="Kennis")
    row.skill_links.create(skill=SkillFactory())
    CompetenceFactory(qualification=origin, title_nl="Werkt veilig")
    CompetenceFactory(qualification=origin, title_nl="Weg", retired_on="2026-01-01")
    CompetenceFactory(qualification=qualification, title_nl="Werkt veilig")
    assert "Proefmonteur oud" in main(browser.get(at("copy", qualification)))
    for _click in range(2):
        browser.post(at("copy", qualification), {"origin": origin.slug})
    assert sorted(titles(qualification)) == ["Leest schema's", "Werkt veilig"]
    copied = qualification.competences.get(title_nl="Leest schema's")
    assert (copied.key, copied.title_fr, copied.weight, copied.group.code) == ("", "Lit", 2, "K1")
    assert "Proefmonteur oud" in copied.source
    assert "Register" in copied.source
    assert (copied.elements.count(), copied.skill_links.count()) == (1, 1)
    assert verbs(qualification) == ["competences.frame.copy"]


def test_frame_does_not_copy_itself(browser, qualification):
    assert browser.post(at("copy", qualification), {"origin": qualification.slug}).status_code == 404


# --- descriptions that rest on it ----------------------------------------------------------------


def test_frame_in_use_says_so_and_a_change_asks_to_look_again(client_of, nora):
    description = counting()
    target = description.comparison.target
    browser, competence = client_of(nora), target.competences.first()
    for address in (at("frame", target), at("add", target), at("competence", target, competence.pk)):
        assert description.number in main(browser.get(address))
    browser.post(at("move", target, competence.pk), {"to": "down"})
    description.refresh_from_db()
    assert description.status == "published"  # the order means nothing
    browser.post(at("retire", target, competence.pk))
    description.refresh_from_db()
    assert description.status == "under_review"


# --- finding ------------------------------------------------------------------------------------


def test_found_by_code_and_by_word_in_any_language(browser, qualification):
    qualification.title_fr = "Monteur d’essai"
    qualification.save()
    for words in ("BK9100", "proef", "essai"):
        assert "BK9100" in main(browser.get(reverse("frames:list"), {"q": words}))
    assert "BK9100" not in main(browser.get(reverse("frames:list"), {"q": "bakker"}))
    assert browser.get(reverse("frames:list"), {"q": "\x00%_"}).status_code == 200


def test_queries_of_the_list_and_the_frame_stay(browser, qualification, queries_stay_constant):
    def another(number: int):
        for _each in range(number):
            competence = CompetenceFactory(qualification=qualification)
            ElementFactory(competence=competence)
            competence.skill_links.create(skill=SkillFactory())
            CompetenceFactory(qualification=QualificationFactory(country="be"))

    queries_stay_constant(reverse("frames:list"), another, rows=10, client=browser)
    queries_stay_constant(at("frame", qualification), another, rows=10, client=browser)
