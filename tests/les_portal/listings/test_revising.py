"""People write into one revision: nothing that anybody typed is lost, and visitors see it when it is applied."""

import pytest
from django.core.exceptions import PermissionDenied

from les_portal.activity.models import Entry
from les_portal.listings.actions.publishing import publish
from les_portal.listings.actions.revising import Typed, as_visitors_see, revise, settle, still_right, type_into
from les_portal.listings.content import content_of
from les_portal.listings.models import Revision
from les_portal.mail.models import Mail
from les_portal.publication.changes import edition
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from programmes.models import Programme
from schools.models import School

pytestmark = pytest.mark.django_db
Approval = School.Approval


def typed(listing, by, page="", **fields):
    """`title_nl=("what was seen", "what was typed")`."""
    return type_into(listing, {name: Typed(*pair) for name, pair in fields.items()}, by=by, page=page)


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def has(obj, **fields) -> bool:
    return {name: getattr(fresh(obj), name) for name in fields} == fields


def set_approval(school, approval) -> None:
    School.objects.filter(pk=school.pk).update(approval=approval)


# --- typing --------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_seen_by_nobody_else(published, anna):
    before = edition()
    revision = typed(published, anna, title_nl=("Frezen", "Frezen en draaien")).revision
    assert has(revision, changes={"title_nl": "Frezen en draaien"}, before={"title_nl": "Frezen"}, updated_by=anna)
    assert fresh(published).title_nl == "Frezen"
    assert edition() == before
    assert not Entry.objects.exists()


def test_everybody_writes_into_the_same_revision(published, anna, ada):
    first = typed(published, anna, title_nl=("Frezen", "A")).revision
    second = typed(published, ada, title_fr=("Fraisage", "B"))
    assert second == (first, [])
    assert fresh(first).changes == {"title_nl": "A", "title_fr": "B"}
    assert {name: row["by"] for name, row in fresh(first).authors.items()} == {"title_nl": anna.pk, "title_fr": ada.pk}


def test_the_same_field_keeps_the_first_and_sets_the_second_aside(published, anna, ada):
    typed(published, anna, title_nl=("Frezen", "Van Anna"))
    revision, [conflict] = typed(published, ada, title_nl=("Frezen", "Van Ada"))
    assert conflict == ("title_nl", "Van Anna", "Van Ada")
    assert revision.changes["title_nl"] == "Van Anna"
    [aside] = fresh(revision).set_aside
    assert (aside["field"], aside["value"], aside["by"], aside["over"]) == ("title_nl", "Van Ada", ada.pk, anna.pk)


def test_who_goes_on_typing_replaces_what_they_set_aside_themselves(published, anna, ada):
    typed(published, anna, title_nl=("Frezen", "Van Anna"))
    typed(published, ada, title_nl=("Frezen", "Van Ada"))
    revision = typed(published, ada, title_nl=("Frezen", "Van Ada, langer")).revision
    assert [aside["value"] for aside in fresh(revision).set_aside] == ["Van Ada, langer"]


def test_a_field_that_one_did_not_touch_is_no_conflict(published, anna, ada):
    """Without JavaScript the whole form comes back, with what was in it when it was opened."""
    typed(published, anna, title_nl=("Frezen", "Van Anna"))
    revision, conflicts = typed(published, ada, title_nl=("Frezen", "Frezen"), title_fr=("Fraisage", "Van Ada"))
    assert conflicts == []
    assert fresh(revision).changes == {"title_nl": "Van Anna", "title_fr": "Van Ada"}


def test_who_types_the_same_is_no_conflict(published, anna, ada):
    typed(published, anna, title_nl=("Frezen", "Lassen"))
    assert typed(published, ada, title_nl=("Frezen", "Lassen")).conflicts == []


def test_a_page_is_not_in_its_own_way_when_an_answer_was_lost(published, anna):
    typed(published, anna, page="one", title_nl=("Frezen", "A"))
    revision, conflicts = typed(published, anna, page="one", title_nl=("Frezen", "AB"))
    assert (conflicts, fresh(revision).changes["title_nl"]) == ([], "AB")


def test_another_page_of_the_same_person_is(published, anna):
    typed(published, anna, page="one", title_nl=("Frezen", "A"))
    assert len(typed(published, anna, page="two", title_nl=("Frezen", "B")).conflicts) == 1


def test_what_is_typed_back_leaves_nothing(published, anna):
    typed(published, anna, title_nl=("Frezen", "A"), title_fr=("Fraisage", "B"))
    revision = typed(published, anna, title_nl=("A", "Frezen"), title_fr=("B", "Fraisage")).revision
    assert fresh(revision).is_empty
    assert fresh(revision).before == {}


def test_what_cannot_be_is_kept_as_it_was_typed(published, anna):
    revision = typed(published, anna, duration_months=(24, "twee jaar")).revision
    assert fresh(revision).changes == {"duration_months": "twee jaar"}


@pytest.mark.parametrize("status", ["proposed", "applied", "discarded"])
def test_nobody_writes_into_a_revision_that_is_not_being_edited(published, anna, status):
    revision = typed(published, anna, title_nl=("Frezen", "A")).revision
    Revision.objects.filter(pk=revision.pk).update(status=status)
    if status == "proposed":
        with pytest.raises(NotNow):
            typed(published, anna, title_nl=("A", "B"))
    else:
        assert typed(published, anna, title_nl=("Frezen", "B")).revision != revision
    assert fresh(revision).changes == {"title_nl": "A"}


def test_an_archived_listing_is_not_edited(published, anna):
    Programme.objects.update(status="archived")
    with pytest.raises(NotNow):
        typed(fresh(published), anna, title_nl=("Frezen", "A"))
    assert not Revision.objects.exists()
    with pytest.raises(NotReady):
        revise(fresh(published), {"title_nl": "A"}, by=anna)


# --- choosing between two texts ------------------------------------------------------------------


@pytest.fixture
def torn(published, anna, ada) -> Revision:
    typed(published, anna, title_nl=("Frezen", "Van Anna"))
    return typed(published, ada, title_nl=("Frezen", "Van Ada")).revision


def test_choosing_what_was_set_aside(torn, anna, ada):
    settle(torn, "title_nl", keep=ada.pk, by=anna)
    assert has(torn, changes={"title_nl": "Van Ada"}, set_aside=[])


def test_choosing_what_is_there(torn, ada):
    settle(torn, "title_nl", keep=None, by=ada)
    assert has(torn, changes={"title_nl": "Van Anna"}, set_aside=[])


def test_choosing_one_field_leaves_the_others_aside(torn, published, anna, ada):
    typed(published, anna, title_fr=("Fraisage", "A"))
    typed(published, ada, title_fr=("Fraisage", "B"))
    settle(torn, "title_nl", keep=None, by=ada)
    assert [aside["field"] for aside in fresh(torn).set_aside] == ["title_fr"]


def test_nothing_is_applied_before_somebody_chose(torn, published, anna):
    with pytest.raises(NotReady):
        workflow_of(torn).run("apply", torn, by=anna)
    assert fresh(published).title_nl == "Frezen"
    assert fresh(torn).set_aside
    settle(torn, "title_nl", keep=None, by=anna)
    workflow_of(torn).run("apply", torn, by=anna)
    assert fresh(published).title_nl == "Van Anna"


# --- applying ------------------------------------------------------------------------------------


def test_applied_it_is_what_visitors_see_and_a_version(published, anna, ada):
    before = edition()
    revision = typed(published, anna, title_nl=("Frezen", "Frezen en draaien")).revision
    workflow_of(revision).run("apply", revision, by=ada)
    assert (fresh(published).title_nl, fresh(published).confirmed_by) == (
        "Frezen en draaien",
        published.school.organisation,
    )
    assert edition() > before
    assert [version.number for version in published.revisions.versions()] == [2, 1]
    assert fresh(revision).content == content_of(fresh(published))
    entry = Entry.objects.about(published).get()
    assert (entry.actor, entry.changes) == (ada, {"title_nl": ["Frezen", "Frezen en draaien"]})
    assert not Mail.objects.exists()


def test_what_changed_underneath_is_looked_at_again(published, anna, ada):
    revision = typed(published, anna, title_nl=("Frezen", "Van Anna"), title_fr=("Fraisage", "F")).revision
    revise(published, {"title_nl": "Uit een bestand"}, by=ada)
    with pytest.raises(NotReady):
        workflow_of(revision).run("apply", revision, by=anna)
    assert fresh(published).title_nl == "Uit een bestand"
    settle(revision, "title_nl", keep=None, by=anna)
    workflow_of(revision).run("apply", fresh(revision), by=anna)
    assert fresh(published).title_nl == "Van Anna"


def test_or_what_visitors_see_is_taken(published, anna, ada):
    revision = typed(published, anna, title_nl=("Frezen", "Van Anna"), title_fr=("Fraisage", "F")).revision
    revise(published, {"title_nl": "Uit een bestand"}, by=ada)
    as_visitors_see(revision, "title_nl", by=anna)
    workflow_of(revision).run("apply", fresh(revision), by=anna)
    assert (fresh(published).title_nl, fresh(published).title_fr) == ("Uit een bestand", "F")


def test_who_overwrites_what_a_file_changed_is_told_whose_it_was(published, anna, ada):
    revise(published, {"title_nl": "Uit een bestand"}, by=ada)
    revision = typed(published, anna, title_nl=("Frezen", "Van Anna")).revision
    assert [(aside["value"], aside["over"]) for aside in revision.set_aside] == [("Van Anna", ada.pk)]


@pytest.mark.parametrize(
    "changes", [{"duration_months": "twee jaar"}, {"title_nl": ""}, {"campuses": []}, {"website": "nowhere"}, {}]
)
def test_what_cannot_be_shown_is_not_applied(published, anna, changes):
    revision = typed(published, anna, summary_nl=("", "x")).revision
    live = content_of(published)
    Revision.objects.update(changes=changes, before={name: live[name] for name in changes})
    with pytest.raises(NotReady):
        workflow_of(revision).run("apply", revision, by=anna)
    assert content_of(fresh(published)) == live
    assert has(revision, status="editing", changes=changes)


def test_what_was_lacking_already_keeps_nobody_from_mending_the_rest(published, anna):
    organisation = published.school.organisation
    organisation.website = organisation.email = organisation.phone = ""
    organisation.save()
    revision = typed(published, anna, title_nl=("Frezen", "Anders")).revision
    workflow_of(revision).run("apply", revision, by=anna)
    assert fresh(published).title_nl == "Anders"


def test_a_draft_may_lack_what_visitors_need(draft, anna):
    revision = typed(draft, anna, campuses=(content_of(draft)["campuses"], [])).revision
    workflow_of(revision).run("apply", revision, by=anna)
    assert not draft.campuses.exists()


def test_discarded_nothing_has_changed_and_the_next_begins_anew(published, anna):
    revision = typed(published, anna, title_nl=("Frezen", "A")).revision
    workflow_of(revision).run("discard", revision, by=anna)
    assert fresh(published).title_nl == "Frezen"
    assert fresh(revision).changes == {"title_nl": "A"}
    assert typed(published, anna, title_nl=("Frezen", "B")).revision.changes == {"title_nl": "B"}


# --- approval: policy × role ----------------------------------------------------------------------

KEEPERS = {"anna", "ada", "nora"}
NOBODY = {"bram", "chloe", "finn", "tom"}
# Whose changes to a published listing are seen at once; those of other keepers are proposed, and these approve them.
AT_ONCE = {Approval.AT_ONCE: KEEPERS, Approval.BY_SCHOOL: {"ada", "nora"}, Approval.BY_NETWORK: {"nora"}}


@pytest.mark.parametrize("approval", AT_ONCE)
@pytest.mark.parametrize("status", ["draft", "proposed", "published"])
@pytest.mark.parametrize("who", sorted(KEEPERS | NOBODY))
def test_who_may_apply_propose_and_approve(published, anna, request, approval, status, who):
    set_approval(published.school, approval)
    Programme.objects.update(status=status)
    person = request.getfixturevalue(who)
    editing = Revision.objects.create(programme=fresh(published))
    waiting = Revision(programme=fresh(published), status="proposed", pk=editing.pk)
    offered = {transition.name for transition in workflow_of(editing).available(editing, person)}
    answers = {transition.name for transition in workflow_of(waiting).available(waiting, person)}
    if who in NOBODY:
        assert offered | answers == set()
        return
    at_once = who in AT_ONCE[approval] or status == "draft"
    assert offered == {"apply" if at_once else "propose", "discard"}
    assert answers == ({"approve", "return_for_changes"} if who in AT_ONCE[approval] else set())


def test_what_is_proposed_waits_for_the_administrator_and_comes_back_with_a_word(published, anna, ada, nora):
    set_approval(published.school, Approval.BY_SCHOOL)
    revision = typed(published, anna, title_nl=("Frezen", "A")).revision
    with pytest.raises(PermissionDenied):
        workflow_of(revision).run("apply", revision, by=anna)
    workflow_of(revision).run("propose", revision, by=anna)
    assert {mail.recipient for mail in Mail.objects.all()} == {ada}
    with pytest.raises(NotNow):
        typed(published, anna, title_nl=("A", "B"))
    workflow_of(revision).run("return_for_changes", revision, by=ada, comment="Te kort")
    assert {mail.recipient for mail in Mail.objects.exclude(recipient=ada)} == {anna}
    typed(published, anna, title_nl=("A", "Langer"))
    workflow_of(revision).run("propose", revision, by=anna)
    workflow_of(revision).run("approve", revision, by=ada)
    assert fresh(published).title_nl == "Langer"


# --- publishing ----------------------------------------------------------------------------------


def test_publishing_applies_what_is_open(draft, anna):
    typed(draft, anna, title_nl=("Lassen", "Lassen en snijden"))
    publish(draft, by=anna)
    assert has(draft, status="published", title_nl="Lassen en snijden")
    assert draft.revisions.versions().first().number == 2


def test_publishing_without_anything_open(draft, anna):
    publish(draft, by=anna)
    assert fresh(draft).status == "published"


def test_publishing_is_all_or_nothing(draft, anna):
    revision = typed(draft, anna, campuses=(content_of(draft)["campuses"], []), title_nl=("Lassen", "Anders")).revision
    with pytest.raises(NotReady):
        publish(draft, by=anna)
    assert has(draft, status="draft", title_nl="Lassen")
    assert has(revision, status="editing")
    assert not Entry.objects.exists()


def test_where_somebody_has_to_look_first_it_is_proposed(draft, anna, ada):
    set_approval(draft.school, Approval.BY_SCHOOL)
    typed(draft, anna, title_nl=("Lassen", "Anders"))
    publish(fresh(draft), by=anna)
    assert has(draft, status="proposed", title_nl="Anders")
    assert Mail.objects.get().recipient == ada


# --- other doors ---------------------------------------------------------------------------------


def test_a_file_does_not_propose_what_somebody_is_still_writing(published, anna, ada):
    set_approval(published.school, Approval.BY_SCHOOL)
    revision = typed(published, anna, title_fr=("Fraisage", "Half")).revision
    with pytest.raises(NotReady, match="Anna"):
        revise(fresh(published), {"title_nl": "Uit een bestand"}, by=anna)
    assert has(revision, status="editing", changes={"title_fr": "Half"})


def test_a_file_proposes_where_somebody_has_to_look(published, anna):
    set_approval(published.school, Approval.BY_SCHOOL)
    revision = revise(fresh(published), {"title_nl": "Uit een bestand"}, by=anna)
    assert has(revision, status="proposed", changes={"title_nl": "Uit een bestand"})
    with pytest.raises(NotNow):
        revise(fresh(published), {"title_nl": "Nog een"}, by=anna)


# --- translations --------------------------------------------------------------------------------


def test_a_translation_is_stamped_with_the_original_as_it_was_when_it_was_written(published, anna):
    typed(published, anna, summary_nl=("", "Kort"))
    typed(published, anna, summary_fr=("", "Court"))
    revision = typed(published, anna, summary_nl=("Kort", "Korter")).revision
    workflow_of(revision).run("apply", revision, by=anna)
    from les_portal.listings.content import is_outdated

    listing = fresh(published)
    assert is_outdated(content_of(listing), listing.translated_from, "summary", "fr")


def test_still_right_is_a_change_that_can_be_applied(published, anna):
    from les_portal.listings.content import is_outdated

    revise(published, {"title_nl": "Frezen (CNC)"}, by=anna)
    listing = fresh(published)
    assert is_outdated(content_of(listing), listing.translated_from, "title", "fr")
    revision = still_right(listing, "title", "fr", by=anna)
    assert not revision.is_empty
    workflow_of(revision).run("apply", revision, by=anna)
    listing = fresh(published)
    assert not is_outdated(content_of(listing), listing.translated_from, "title", "fr")
