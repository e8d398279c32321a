"""The programme sheet: what it holds, in whose words, and who may read it."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from les_portal.documents.making import rendered
from les_portal.documents.requesting import request_document, withdraw
from programmes.documents import MOST_RELATED, PROGRAMME_SHEET, contents
from programmes.models import Programme
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import (
    BottleneckStatusFactory,
    CounterpartFactory,
    OccupationFactory,
    ProgrammeFactory,
)
from tests.factories.schools import CampusFactory
from tests.les_portal.opened import Opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(school_organisation):
    campus = CampusFactory(school__organisation=school_organisation, name="Campus Kaai")
    work = OccupationFactory(title_nl="lasser", regulated_nl="Wie last aan gas heeft een attest nodig.")
    BottleneckStatusFactory(occupation=work, listed_as="Lasser", year=2026)
    BottleneckStatusFactory(occupation=work, listed_as="Lasser (mig/mag)", in_nl=True, year=2026)
    pair = CounterpartFactory(dutch__title_nl="Allround lasser")
    ProgrammeFactory(published=True, in_nl=True, qualification=pair.dutch, title_nl="Lassen op niveau 4")
    return ProgrammeFactory(
        published=True,
        at=[campus],
        leads_to=[work],
        qualification=pair.flemish,
        title_nl="Lassen en constructie",
        title_fr="Soudage",
        summary_nl="Je leert lassen.",
        content_nl="**Meten** en lassen.",
        workplace_share=60,
        confirmed_on=datetime.date(2026, 9, 3),
    )


def sheet(programme, language="nl"):
    return request_document(PROGRAMME_SHEET, programme, language=language, by=None)


def test_sheet_tells_what_the_page_tells(programme):
    text = " ".join(Opened(rendered(sheet(programme))).text.split())
    told = ["Lassen en constructie", "Technical school of the cast", "Campus Kaai", "Kanaalstraat", "9000 Gent"]
    told += ["2 jaar", "VKS 4 · EQF 4", "NLQF 4", "60 %", "Nederlands", "Je leert lassen.", "Meten en lassen."]
    told += ["lasser", "“Lasser”, VDAB 2026", "“Lasser (mig/mag)”, UWV 2026", "attest", "Allround lasser"]
    told += [
        "Lassen op niveau 4",
        "info@school.example.org",
        "school.example.org",
        "+32 9 000 00 00",
        "3 september 2026",
    ]
    assert [words for words in told if words not in text] == []


def test_sheet_is_in_its_language_and_marks_what_is_not_translated(programme):
    content = sheet(programme, "fr").content
    assert content["title"] == {"text": "Soudage", "language": ""}
    assert content["summary"] == {"text": "Je leert lassen.", "language": "nl"}
    opened = Opened(rendered(sheet(programme, "fr")))
    assert "Soudage" in opened.text
    assert "néerlandais" in opened.text


def test_sheet_of_the_barest_programme_says_what_is_unknown():
    bare = ProgrammeFactory(
        duration_months=None,
        level=None,
        school__organisation__website="",
        school__organisation__email="",
        school__organisation__phone="",
        confirmed_on=None,
    )
    content = contents(bare)
    assert (content["level"], content["level_across"]) == ({"national": "", "eqf": ""}, "")
    assert (content["qualification"], content["counterparts"], content["occupations"]) == (None, [], [])
    assert (content["confirmed_on"], content["confirmed_by"]) == ("", str(bare.school))
    tags = Opened(rendered(sheet(bare))).tags()
    assert tags.count("H1") == 1


@pytest.mark.parametrize(
    ("website", "link"),
    [("https://x.example.org/", "https://x.example.org/"), ("javascript:alert(1)", ""), ("x.example.org", "")],
)
def test_only_an_address_of_the_web_is_a_link(website, link):
    contact = contents(ProgrammeFactory(school__organisation__website=website))["contact"]
    assert contact["website"] == link
    assert contact["website_name"]


def test_sheet_names_a_few_programmes_on_the_other_side():
    programme = ProgrammeFactory(published=True)
    for _ in range(MOST_RELATED + 2):
        ProgrammeFactory(published=True, in_nl=True)
    assert len(contents(programme)["related"]) == MOST_RELATED


def test_asking_costs_few_questions_however_many_rows(programme, django_assert_max_num_queries):
    for _ in range(5):
        work = OccupationFactory()
        BottleneckStatusFactory(occupation=work)
        programme.occupations.add(work)
        CampusFactory(school=programme.school).programmes.add(programme)
    with django_assert_max_num_queries(22):
        contents(Programme.objects.get(pk=programme.pk))


# --- who may read it ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", Programme.Status.values)
def test_everybody_reads_the_sheet_of_what_visitors_find_and_its_own_people_in_every_state(
    programme, anna, bram, chloe, emma, status
):
    document = sheet(programme)
    Programme.objects.filter(pk=programme.pk).update(status=status)
    document = type(document).objects.get(pk=document.pk)
    is_public = status == Programme.Status.PUBLISHED
    strangers = [AnonymousUser(), chloe, emma, UserFactory()]
    assert [PROGRAMME_SHEET.may_read(user, document) for user in strangers] == [is_public] * 4
    assert PROGRAMME_SHEET.may_read(anna, document)
    assert PROGRAMME_SHEET.may_read(bram, document)


def test_a_sheet_that_was_recalled_is_not_given_out_again_with_the_next_publication(
    programme, client, nora, anna, chloe
):
    document = sheet(programme)
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.PUBLISHED)
    withdraw(document, by=nora, reason="A mistake in it.")
    after = sheet(programme)
    for recalled, is_public in ((document, False), (after, True)):
        recalled = type(recalled).objects.get(pk=recalled.pk)
        strangers = [AnonymousUser(), chloe, UserFactory()]
        assert [PROGRAMME_SHEET.may_read(user, recalled) for user in strangers] == [is_public] * 3
        assert PROGRAMME_SHEET.may_read(anna, recalled)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_nobody_but_its_people_reads_the_sheet_of_a_school_that_is_gone(programme, anna, chloe):
    document = sheet(programme)
    programme.school.retired_on = datetime.date(2026, 1, 1)
    programme.school.save()
    assert not PROGRAMME_SHEET.may_read(chloe, document)
    assert PROGRAMME_SHEET.may_read(anna, document)


def test_nobody_reads_the_sheet_of_a_programme_that_is_gone(programme, anna):
    document = sheet(programme)
    Programme.objects.get(pk=programme.pk).delete()
    document = type(document).objects.get(pk=document.pk)
    assert not PROGRAMME_SHEET.may_read(anna, document)


def test_sheet_says_by_whom_it_was_confirmed():
    other = OrganisationFactory(name="Scholengroep")
    assert contents(ProgrammeFactory(confirmed_by=other))["confirmed_by"] == "Scholengroep"
