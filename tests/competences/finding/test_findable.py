from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from les_portal.publication.changes import changed
from les_portal.search import engine
from les_portal.search.engine import find
from les_portal.workflow.engine import workflow_of
from tests.competences.finding.rows import dutch, flemish, frame, published
from tests.factories.competences import (
    ComparisonFactory,
    DescriptionFactory,
    ElementFactory,
    SkillFactory,
    network_administrator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def elektro():
    row = flemish(
        code="BK0024",
        title_nl="Elektromecanicien",
        title_fr="Électromécanicien",
        title_en="Electromechanical technician",
    )
    (plc,) = frame(row, "Spoort storingen op in een installatie")
    ElementFactory(competence=plc, text_nl="Opbouw van een PLC", text_fr="Structure d'un automate")
    plc.skills.add(SkillFactory(title_nl="problemen oplossen", title_en="troubleshoot"))
    changed("qualification", [row.pk])
    return row


@pytest.fixture
def described(elektro):
    return published("=+", source=elektro, target=dutch(code="25309", title_nl="Technicus"))


@pytest.mark.parametrize(
    "words",
    [
        *("elektromecanicien", "Électromécanicien", "electromechanical", "BK0024", "BK 0024", "bk-0024", "0024"),
        *("storingen installatie", "PLC", "automate", "troubleshoot", "elektromecanicein", "mecanicien PLC"),
    ],
)
def test_a_diploma_is_found_by_its_names_code_and_what_one_can_do(elektro, words):
    assert find("qualification", words) == [elektro.pk]


@pytest.mark.parametrize("words", ["25309", "crebo 25309", "BK0024 25309", "Technicus", "automate", "LES-AB-{}-0001"])
def test_a_description_is_found_by_both_its_sides(described, words):
    assert find("description", words.format(described.year)) == [described.pk]


def test_a_competence_is_found_by_its_own_words_and_not_by_its_diploma(elektro):
    (plc,) = elektro.competences.all()
    assert find("competence", "PLC") == [plc.pk]
    assert find("competence", "elektromecanicien") == []


def test_what_the_register_dropped_is_found_no_more(elektro):
    elektro.competences.update(retired_on=timezone.localdate())
    changed("qualification", [elektro.pk])
    assert find("competence", "PLC") == find("qualification", "PLC") == []
    assert find("qualification", "BK0024") == [elektro.pk]


def test_a_draft_is_not_found():
    draft = DescriptionFactory(comparison=ComparisonFactory(source__title_nl="Ketelbouwer"))
    changed("description", [draft.pk])
    assert find("description", "ketelbouwer") == []


def test_a_withdrawn_description_is_found_no_more(described):
    workflow_of(described).run("withdraw", described, by=network_administrator(), comment="Fout.")
    assert find("description", "25309") == []


def test_reindex_makes_all_of_it_anew(described, elektro):
    (plc,) = elektro.competences.filter(title_nl__startswith="Spoort")
    engine.empty()
    call_command("reindex", stdout=StringIO())
    assert find("description", "25309") == [described.pk]
    assert find("competence", "PLC") == [plc.pk]
    assert elektro.pk in find("qualification", "BK0024")
