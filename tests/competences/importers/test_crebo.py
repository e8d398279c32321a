"""The Dutch list, and the skills that were proposed per crebo."""

import pytest
from django.utils import timezone

from competences.importers.crebo import DOMAIN, DOSSIER, FROM_BEFORE, UNIT
from competences.importers.proposals import NO_SKILLS
from competences.models import Competence, Proposal
from les_portal.imports.reading import UnreadableFile
from programmes.models import Qualification
from tests.competences.importers.files import SKILL, as_json, as_xlsx, bring_in, counts, proposed
from tests.factories.programmes import QualificationFactory, the_level

pytestmark = pytest.mark.django_db


def listed(*rows: tuple):
    return bring_in("crebo-list", as_xlsx(*rows), "list.xlsx")


def dutch(code: str = "25901", **different) -> Qualification:
    return QualificationFactory(country="nl", kind="crebo", code=code, **different)


def ours(code: str = "25901") -> Qualification:
    return Qualification.objects.get(code=code)


# --- the list -----------------------------------------------------------------------------------


def test_only_qualifications_come_in_and_the_rest_is_counted():
    report = listed(
        (79020, "Techniek en procesindustrie"),
        (23110, "Entree"),
        (22191, "Mbo-Verpleegkundige"),
        (10446, "Machinist Mobiele Kraan"),
        (97021, "Assistent"),
        ("K0125", "Ondernemend gedrag"),
        (25901, "Proefmonteur "),
        (26103, "Content creator"),
    )
    assert (report.rows, report.created, report.skipped) == (8, 2, 6)
    assert report.skipped_reasons == {str(DOMAIN): 1, str(DOSSIER): 2, str(FROM_BEFORE): 2, str(UNIT): 1}
    assert (ours().title_nl, ours().kind, ours().country) == ("Proefmonteur", "crebo", "nl")


def test_level_that_the_list_does_not_say_is_not_guessed():
    listed((25901, "Proefmonteur BBL3 niveau 3"))
    assert ours().level is None


def test_equal_names_under_several_codes_stay_apart():
    report = listed((25901, "Schilder"), (25902, "Schilder"))
    assert report.created == 2
    assert len(set(Qualification.objects.filter(title_nl="Schilder").values_list("slug", flat=True))) == 2


def test_what_is_known_keeps_its_title_level_and_edition():
    level = the_level("NLQF", "3")
    known = dutch(version="2015", title_nl="Onze naam", level=level)
    report = listed((25901, "Hun naam"))
    known.refresh_from_db()
    assert (known.title_nl, known.level, Qualification.objects.filter(code="25901").count()) == ("Onze naam", level, 1)
    assert (report.unchanged, [kept["field"] for kept in report.kept]) == (1, ["title"])


def test_of_several_editions_the_newest_is_meant():
    newest = dutch(version="2020", title_nl="Naam")
    dutch(version="2015", title_nl="Naam", successor=newest)
    bring_in("crebo-skills", as_json(proposed("25901", "meten")))
    assert Proposal.objects.get().qualification == newest


def test_second_time_changes_nothing():
    listed((25901, "Proefmonteur"))
    report = listed((25901, "Proefmonteur"))
    assert (counts(report), report.changes, report.kept) == ((0, 0, 1, 0), [], [])


def test_renamed_by_the_register_follows_and_edited_by_people_stays():
    listed((25901, "Proefmonteur"), (25902, "Lasser"))
    Qualification.objects.filter(code="25902").update(title_nl="Onze lasser")
    report = listed((25901, "Monteur"), (25902, "Allround lasser"))
    assert (ours().title_nl, ours("25902").title_nl) == ("Monteur", "Onze lasser")
    assert counts(report) == (0, 1, 1, 0)


def test_code_that_left_the_list_ends_and_comes_back():
    listed((25901, "Proefmonteur"), (25902, "Lasser"))
    assert counts(listed((25902, "Lasser"))) == (0, 0, 1, 1)
    assert ours().valid_to == timezone.localdate()
    assert counts(listed((25902, "Lasser"))) == (0, 0, 1, 0)
    assert counts(listed((25901, "Proefmonteur"), (25902, "Lasser"))) == (0, 1, 1, 0)
    assert ours().valid_to is None


def test_broken_rows_are_named_and_end_nothing():
    listed((25901, "Proefmonteur"))
    report = listed((25901, None), ("2590", "Kort"), (None, "Zonder"), (25902, "x" * 201))
    assert (report.failed, report.retired, ours().valid_to) == (4, 0, None)
    assert [problem["row"] for problem in report.problems] == [2, 3, 4, 5]


def test_other_table_is_refused():
    with pytest.raises(UnreadableFile):
        bring_in("crebo-list", b"name,town\na,b\n")


# --- proposed skills ----------------------------------------------------------------------------


def test_they_are_proposals_with_their_source_and_never_competences():
    dutch()
    report = bring_in("crebo-skills", as_json(proposed("25901", "meten", "lassen")))
    assert (report.rows, counts(report), Competence.objects.count()) == (2, (2, 0, 0, 0), 0)
    first = Proposal.objects.get(label="meten")
    assert (first.state, first.method, first.occupation, first.is_essential) == ("open", "llm-keuze", "monteur", True)
    assert first.source == "ESCO, cedanl (MIT): Proefmonteur BBL3"
    assert first.uri == f"{SKILL}meten"


def test_optional_and_without_an_occupation():
    dutch()
    document = proposed("25901", "meten", beroep=None, match_methode="crebo-direct")
    document["skills"][0]["categorie"] = "optioneel"
    bring_in("crebo-skills", as_json(document))
    only = Proposal.objects.get()
    assert (only.is_essential, only.occupation, only.occupation_uri) == (False, "", "")


def test_file_without_skills_is_counted():
    dutch()
    report = bring_in("crebo-skills", as_json(proposed("25901", beroep=None, match_methode="geen-match")))
    assert (report.rows, report.skipped_reasons, report.problems) == (1, {str(NO_SKILLS): 1}, [])


@pytest.mark.parametrize("crebo", ["25999", "23110"])
def test_crebo_that_is_not_known_is_reported_by_name(crebo):
    report = bring_in("crebo-skills", as_json(proposed(crebo, "meten", "lassen")), f"{crebo}.json")
    assert (report.failed, len(report.problems), Proposal.objects.count()) == (2, 1, 0)
    assert report.problems[0]["message"].startswith(f"{crebo}.json: ")
    assert report.problems[0]["field"] == "crebo"


def test_second_time_changes_nothing_and_decisions_stay():
    qualification = dutch()
    document = as_json(proposed("25901", "meten", "lassen"))
    bring_in("crebo-skills", document)
    Proposal.objects.filter(label="meten").update(state="refused")
    report = bring_in("crebo-skills", as_json(proposed("25901", "meten", "lassen", match_methode="anders")))
    assert counts(report) == (0, 1, 1, 0)
    refused = Proposal.objects.get(qualification=qualification, label="meten")
    assert (refused.state, refused.method) == ("refused", "llm-keuze")
    assert counts(bring_in("crebo-skills", as_json(proposed("25901", "meten", "lassen", match_methode="anders")))) == (
        0,
        0,
        2,
        0,
    )


def test_what_left_the_file_is_gone_unless_somebody_decided_and_comes_back():
    dutch()
    bring_in("crebo-skills", as_json(proposed("25901", "meten", "lassen")))
    Proposal.objects.filter(label="lassen").update(state="refused")
    report = bring_in("crebo-skills", as_json(proposed("25901")))
    assert (report.retired, dict(Proposal.objects.values_list("label", "state"))) == (
        1,
        {"meten": "gone", "lassen": "refused"},
    )
    assert counts(bring_in("crebo-skills", as_json(proposed("25901", "meten", "lassen")))) == (0, 1, 1, 0)


def test_file_of_one_crebo_says_nothing_of_another():
    dutch(), dutch("25902")
    bring_in("crebo-skills", as_json(proposed("25901", "meten")))
    report = bring_in("crebo-skills", as_json(proposed("25902", "lassen")))
    assert (report.retired, Proposal.objects.filter(state="open").count()) == (0, 2)


def test_skill_without_name_or_address_is_a_problem_of_that_row():
    dutch()
    document = proposed("25901", "meten")
    document["skills"] += [{"label": "x", "uri": "geen"}, {"uri": f"{SKILL}y"}, "?", document["skills"][0]]
    report = bring_in("crebo-skills", as_json(document))
    assert (report.created, report.failed, report.skipped) == (1, 2, 1)
    assert [problem["row"] for problem in report.problems] == [2, 3]
