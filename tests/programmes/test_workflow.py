"""A listing is written, published, taken back, archived, reopened: what must come first, what follows, who hears."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.documents.requesting import withdraw
from les_portal.mail.models import Mail
from les_portal.publication.changes import edition
from les_portal.workflow.engine import NotReady, workflow_of
from programmes.models import Programme
from tests.factories.accounts import SecondStepFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
Standing = Document.Standing


@pytest.fixture
def campus(school_organisation):
    return CampusFactory(school=SchoolFactory(organisation=school_organisation))


@pytest.fixture
def draft(campus):
    return ProgrammeFactory(at=[campus], title_nl="Lassen")


def run(name, listing, *, by, comment="omdat"):
    return workflow_of(listing).run(name, listing, by=by, comment=comment)


def found(client, listing) -> bool:
    """By a visitor: its page, and the search."""
    answers = client.get(listing.get_absolute_url()).status_code, client.get("/nl/programmes/?q=lassen")
    in_list = listing.get_absolute_url() in answers[1].content.decode()
    assert (answers[0] == 200) is in_list
    return in_list


def test_publishing_shows_it_to_visitors_and_says_since_when(draft, anna, client, school_organisation):
    before = edition()
    assert not found(client, draft)
    run("publish", draft, by=anna)
    assert found(client, draft)
    assert edition() > before
    assert (draft.confirmed_on, draft.confirmed_by) == (timezone.localdate(), school_organisation)


@pytest.mark.parametrize("name", ["withdraw", "archive"])
def test_taking_it_away_hides_it_from_visitors(draft, anna, client, name):
    run("publish", draft, by=anna)
    assert found(client, draft)
    run(name, draft, by=anna)
    assert not found(client, draft)


def test_what_is_archived_can_be_reopened_and_is_a_draft_then(draft, anna, client):
    run("publish", draft, by=anna)
    run("archive", draft, by=anna)
    run("reopen", draft, by=anna, comment="")
    assert (draft.status, found(client, draft)) == ("draft", False)
    assert [entry.target for entry in Entry.objects.about(draft).order_by("pk")] == ["published", "archived", "draft"]


def missing(listing) -> list[str]:
    return workflow_of(listing).missing("publish", listing)


def test_a_complete_draft_misses_nothing(draft):
    assert missing(draft) == []


def test_it_needs_a_title_in_dutch(draft, anna):
    draft.title_nl, draft.title_fr = "", "Soudage"
    draft.save()
    (sentence,) = missing(draft)
    with pytest.raises(NotReady, match=sentence[:20]):
        run("publish", draft, by=anna)


def test_it_needs_a_campus_that_is_still_there(draft, campus):
    campus.retired_on = timezone.localdate()
    campus.save()
    assert len(missing(draft)) == 1
    draft.offerings.create(campus=CampusFactory(school=campus.school))
    assert missing(draft) == []
    draft.offerings.all().delete()
    assert len(missing(draft)) == 1


@pytest.mark.parametrize("way", ["website", "email", "phone"])
def test_it_needs_one_way_to_ask_more_its_own_or_its_schools(draft, school_organisation, way):
    values = {name: getattr(school_organisation, name) for name in ("website", "email", "phone")}
    for name in values:
        setattr(school_organisation, name, "")
    school_organisation.save()
    draft = Programme.objects.get()
    assert len(missing(draft)) == 1
    setattr(draft, way, values[way])
    assert missing(draft) == []
    setattr(draft, way, "")
    setattr(draft.school.organisation, way, values[way])
    assert missing(draft) == []


def sheets(listing, standing) -> list[str]:
    rows = Document.objects.about(listing).filter(standing=standing, kind="programme_sheet")
    return sorted(rows.values_list("language", flat=True))


def test_publishing_asks_for_a_sheet_in_each_language(draft, anna):
    run("publish", draft, by=anna)
    assert sheets(draft, Standing.VALID) == ["en", "fr", "nl"]
    assert {document.requested_by for document in Document.objects.all()} == {anna}
    assert "Lassen" in str(Document.objects.get(language="nl").content)


@pytest.mark.parametrize("name", ["withdraw", "archive"])
def test_sheets_of_what_is_taken_away_are_valid_no_longer(draft, anna, ada, name):
    run("publish", draft, by=anna)
    by_hand = Document.objects.get(language="fr")
    withdraw(by_hand, by=ada, reason="a mistake in French")
    run(name, draft, by=anna, comment="not taught")
    assert sheets(draft, Standing.VALID) == []
    assert sheets(draft, Standing.WITHDRAWN) == ["en", "fr", "nl"]
    reasons = {Entry.objects.about(document).get().comment for document in Document.objects.exclude(pk=by_hand.pk)}
    assert reasons == {"not taught"}


@pytest.mark.parametrize(
    ("state", "name", "is_told"),
    [("draft", "publish", True), ("published", "withdraw", True), ("published", "archive", True),
     ("archived", "reopen", False)],
)  # fmt: skip
def test_the_others_who_keep_it_hear_of_it_in_their_language(
    draft, anna, ada, bram, chloe, nora, finn, state, name, is_told
):
    Programme.objects.update(status=state)
    ada.language = "en"
    ada.save()
    entry = run(name, draft, by=anna, comment="the plan changed")
    assert list(Mail.objects.values_list("recipient__name", flat=True)) == (["Ada"] if is_told else [])
    for mail in Mail.objects.all():
        with override("en"):
            assert mail.subject == f"Anna {entry.said}: Lassen"
        assert "the plan changed" in mail.text
        assert "the plan changed" in mail.html
        assert f"/en/manage/{draft.school.organisation.slug}/programmes/{draft.slug}/" in mail.text
        assert (mail.kind, mail.sender, mail.about) == ("listings", anna, draft)


@pytest.mark.filterwarnings("ignore:The default scheme")
def test_the_administration_cannot_change_a_state_past_the_table(draft, client_of):
    administrator = SecondStepFactory(user__administrator=True).user
    page = client_of(administrator).get(f"/nl/admin/programmes/programme/{draft.pk}/change/").content.decode()
    assert 'name="title_nl"' in page
    assert 'name="status"' not in page
