import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from les_portal.documents.models import Document
from programmes.documents import PROGRAMME_SHEET
from programmes.models import Programme
from tests.factories.documents import DocumentFactory, a_kind, superseding
from tests.factories.programmes import ProgrammeFactory
from tests.les_portal.documents.papers import private_kind, public_kind  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = Template("{% load documents %}{% documents_of obj %}")


@pytest.fixture
def shown(rf, school_organisation):
    """What somebody sees of the documents about the school."""

    def shown(user=None, obj=None) -> BeautifulSoup:
        request = rf.get("/")
        request.user = user or AnonymousUser()
        with override("en"):
            html = LIST.render(Context({"request": request, "obj": obj or school_organisation}))
        return BeautifulSoup(html, "html.parser")

    return shown


def test_list_shows_kind_language_version_and_file(shown, public_kind, school_organisation):  # noqa: F811
    paper = DocumentFactory(organisation=school_organisation, language="fr", version=2)
    row = shown().li
    said = " ".join(row.get_text(" ").split())
    for expected in ("Test paper", "French", "version 2", "Valid", paper.number):
        assert expected in said
    with override("en"):
        assert row.find("a", href=reverse("documents:file", args=[paper.number, paper.file_name]))
        assert row.find("a", href=paper.get_absolute_url())


def test_list_names_each_download(shown, public_kind, school_organisation):  # noqa: F811
    """For who hears the links one by one."""
    for language in ("nl", "fr"):
        DocumentFactory(organisation=school_organisation, language=language)
    names = [" ".join(link.get_text(" ").split()) for link in shown().select("a.button")]
    assert len(set(names)) == 2


@pytest.mark.parametrize("state", ["requested", "failed"])
def test_list_has_no_file_where_there_is_none(shown, public_kind, school_organisation, state):  # noqa: F811
    DocumentFactory(organisation=school_organisation, **{state: True})
    assert not shown().select("a.button")
    assert {"requested": "Being made", "failed": "Could not be made"}[state] in shown().li.get_text()


def test_list_folds_what_no_longer_counts(shown, public_kind, school_organisation):  # noqa: F811
    older = DocumentFactory(organisation=school_organisation)
    newer = superseding(older)
    withdrawn = DocumentFactory(
        organisation=school_organisation, language="fr", standing=Document.Standing.WITHDRAWN, failed=True
    )
    page = shown()
    folded = page.details.extract()
    assert newer.number in page.get_text()
    assert newer.number not in folded.get_text()
    for paper in (older, withdrawn):
        assert paper.number in folded.get_text()
        assert paper.number not in page.get_text()
    assert "2 documents" in folded.summary.get_text()
    assert "Replaced by a newer version" in folded.get_text()
    assert "Withdrawn" in folded.get_text()


def test_list_is_nothing_when_there_is_nothing(shown, public_kind, other_school_organisation):  # noqa: F811
    DocumentFactory(organisation=other_school_organisation)
    assert shown().get_text().strip() == ""


def test_list_holds_what_one_may_read(shown, private_kind, school_organisation, anna, chloe):  # noqa: F811
    paper = DocumentFactory(organisation=school_organisation)
    DocumentFactory(organisation=school_organisation, kind="forgotten")
    assert paper.number in shown(anna).get_text()
    for user in (None, chloe):
        assert shown(user).get_text().strip() == ""
    assert len(shown(anna).find_all("li")) == 1


def test_list_costs_one_query(shown, school_organisation):
    def asks_what_it_is_about(user, document) -> bool:
        return document.about.name == school_organisation.name

    with a_kind(may_read=asks_what_it_is_about):
        counts = []
        for number in (1, 20):
            for _n in range(number):
                DocumentFactory(organisation=school_organisation, standing=Document.Standing.SUPERSEDED)
            shown()
            with CaptureQueriesContext(connection) as queries:
                page = shown()
            assert len(page.find_all("li")) == Document.objects.count()
            counts.append(len(queries))
    assert counts == [1, 1]


def test_list_of_a_programmes_sheets_costs_the_same_for_many(shown):
    programme = ProgrammeFactory(published=True)
    counts = []
    for number in (1, 20):
        for _n in range(number):
            DocumentFactory(
                kind=PROGRAMME_SHEET.code, about=programme, organisation=None, standing=Document.Standing.SUPERSEDED
            )
        fresh = Programme.objects.get(pk=programme.pk)
        with CaptureQueriesContext(connection) as queries:
            page = shown(obj=fresh)
        assert len(page.find_all("li")) == Document.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]
