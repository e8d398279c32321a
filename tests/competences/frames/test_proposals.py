"""What a machine proposed: taken over, put under a competence or refused, several at once, each only once."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from competences.models import Competence, Proposal, Skill
from les_portal.activity.models import Entry
from tests.factories.competences import CompetenceFactory, SkillFactory, counting

pytestmark = pytest.mark.django_db
ESCO = "http://data.europa.eu/esco/skill/"
OTHER = "https://register.example/capability/"


@pytest.fixture
def proposals(qualification) -> list[Proposal]:
    about = {
        "qualification": qualification,
        "source": "ESCO, cedanl (MIT)",
        "method": "llm-keuze",
        "occupation": "lasser",
    }
    return [
        Proposal.objects.create(label="meten", uri=f"{ESCO}meten", **about),
        Proposal.objects.create(label="lassen", uri=f"{ESCO}lassen", **about),
        Proposal.objects.create(label="samenwerken", uri=f"{OTHER}1", **(about | {"method": "crebo-direct"})),
    ]


def page(qualification, state: str = "") -> str:
    return reverse("frames:proposals", args=[qualification.slug]) + (f"?state={state}" if state else "")


def decide(browser, qualification, what: str, chosen, **more):
    data = {"do": what, "skill": [each.pk for each in chosen]} | more
    return browser.post(reverse("frames:decide", args=[qualification.slug]), data)


def states() -> dict[str, str]:
    return dict(Proposal.objects.values_list("label", "state"))


def verbs(qualification) -> list[str]:
    return list(Entry.objects.about(qualification).order_by("pk").values_list("verb", flat=True))


def test_they_are_laid_out_with_occupation_source_and_method(browser, qualification, proposals):
    response = browser.get(page(qualification).replace("/nl/", "/en/"))
    told = BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)
    for words in ("lasser", "ESCO, cedanl (MIT)", "chosen by a machine, and is sometimes wrong", "samenwerken"):
        assert words in told
    assert not qualification.competences.exists()


def test_taken_over_they_become_competences_with_their_source_and_skill(browser, qualification, proposals, anna):
    decide(browser, qualification, "adopt", [proposals[0], proposals[2]])
    first, second = qualification.competences.all()
    assert (first.title_nl, first.source, first.written_in) == ("meten", "ESCO, cedanl (MIT)", "nl")
    assert [link.skill.uri for link in first.skill_links.all()] == [f"{ESCO}meten"]
    assert not second.skill_links.exists()  # no skill of ESCO
    assert states() == {"meten": "adopted", "lassen": "open", "samenwerken": "adopted"}
    adopted = Proposal.objects.get(label="meten")
    assert (adopted.competence, adopted.by) == (first, anna)
    assert verbs(qualification) == ["competences.proposal.adopt"]


def test_put_under_a_competence_one_is_linked_and_the_other_becomes_a_line(browser, qualification, proposals):
    skill = SkillFactory(uri=f"{ESCO}meten", title_nl="meetinstrumenten gebruiken")
    competence = CompetenceFactory(qualification=qualification)
    decide(browser, qualification, "under", [proposals[0], proposals[2]], competence=competence.pk)
    assert [link.skill for link in competence.skill_links.all()] == [skill]
    assert [(line.kind, line.text_nl) for line in competence.elements.all()] == [("skill", "samenwerken")]
    assert Competence.objects.count() == 1
    assert Skill.objects.get(pk=skill.pk).title_nl == "meetinstrumenten gebruiken"
    assert verbs(qualification) == ["competences.proposal.link"]


def test_refused_and_laid_out_again(browser, qualification, proposals, anna):
    decide(browser, qualification, "refuse", proposals[:2])
    assert states() == {"meten": "refused", "lassen": "refused", "samenwerken": "open"}
    assert Proposal.objects.get(label="meten").by == anna
    assert "lassen" in browser.get(page(qualification, "refused")).content.decode()
    decide(browser, qualification, "again", proposals[:1])
    assert states()["meten"] == "open"
    assert Proposal.objects.get(label="meten").by is None
    assert verbs(qualification) == ["competences.proposal.refuse", "competences.proposal.reopen"]


def test_all_are_refused_when_the_occupation_is_wrong(browser, qualification, proposals):
    data = {"do": "refuse_all", "all": [each.pk for each in proposals]}
    browser.post(reverse("frames:decide", args=[qualification.slug]), data)
    assert set(states().values()) == {"refused"}


@pytest.mark.parametrize("what", ["adopt", "under", "refuse", "again"])
def test_page_says_how_many_it_were(browser, qualification, proposals, what):
    competence = CompetenceFactory(qualification=qualification)
    if what == "again":
        Proposal.objects.update(state="refused")
    response = decide(browser, qualification, what, proposals[:2], competence=competence.pk)
    page = BeautifulSoup(browser.get(response.url).content, "html.parser")
    assert "2" in page.find(class_="notice good").get_text()
    assert "%" not in page.find(class_="notice good").get_text()


def test_decided_twice_is_decided_once(browser, qualification, proposals):
    decide(browser, qualification, "adopt", proposals[:1])
    decide(browser, qualification, "adopt", proposals[:1])
    decide(browser, qualification, "refuse", proposals[:1])
    assert (Competence.objects.count(), states()["meten"]) == (1, "adopted")
    assert verbs(qualification) == ["competences.proposal.adopt"]


@pytest.mark.parametrize(
    ("what", "more"),
    [("adopt", {"skill": []}), ("under", {}), ("under", {"competence": "x"}), ("under", {"competence": ""})],
)
def test_without_a_choice_nothing_changes_and_the_page_says_so(browser, qualification, proposals, what, more):
    response = decide(browser, qualification, what, proposals, **more)
    assert set(states().values()) == {"open"}
    assert "notice warn" in browser.get(response.url).content.decode()


def test_proposals_and_competences_of_another_frame_stay_out_of_it(browser, qualification, dutch, proposals):
    foreign = Proposal.objects.create(qualification=dutch, label="vreemd", uri=f"{ESCO}x", source="x")
    decide(browser, qualification, "refuse", [foreign])
    assert states()["vreemd"] == "open"
    theirs = CompetenceFactory(qualification=dutch)
    assert decide(browser, qualification, "under", proposals, competence=theirs.pk).status_code == 404
    assert states()["meten"] == "open"


def test_nobody_else_decides(client_of, bram, qualification, proposals):
    assert decide(client_of(bram), qualification, "adopt", proposals).status_code == 404
    assert set(states().values()) == {"open"}


@pytest.mark.parametrize("state", ["", "adopted", "gone", "nonsense", "\x00"])
def test_every_state_has_its_page(browser, qualification, proposals, state):
    assert browser.get(page(qualification, state)).status_code == 200


def test_what_is_taken_over_asks_descriptions_to_look_again(client_of, nora):
    description = counting()
    target = description.comparison.target
    new = Proposal.objects.create(qualification=target, label="meten", uri=f"{ESCO}m", source="x")
    decide(client_of(nora), target, "refuse", [])
    decide(client_of(nora), target, "adopt", [new])
    description.refresh_from_db()
    assert description.status == "under_review"


def test_queries_stay(browser, qualification, queries_stay_constant):
    def another(number: int):
        for each in range(number):
            uri = f"{ESCO}{Proposal.objects.count()}-{each}"
            Proposal.objects.create(qualification=qualification, label="x", uri=uri, source="s", occupation=f"o{each}")
            CompetenceFactory(qualification=qualification)

    queries_stay_constant(page(qualification), another, rows=10, client=browser)
