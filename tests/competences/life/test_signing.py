"""Both sides sign the same, and nobody signs what they made."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from competences.models import AuthorisedDescription, Comparison, Line, SignOff
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.mail.models import Mail
from les_portal.organisations.models import Membership
from les_portal.workflow.engine import CommentMissing, NotNow, NotReady
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.competences import (
    DescriptionFactory,
    RaterFactory,
    authorised,
    concluded,
    in_review,
    network_administrator,
    signer,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status


def state(obj) -> str:
    return type(obj).objects.get(pk=obj.pk).status


def mailed(template: str) -> set[str]:
    return set(Mail.objects.filter(template=template).values_list("to_email", flat=True))


# --- scenario 14: one signature, then the other ---------------------------------------------------


def test_both_sides_are_asked_in_their_own_language(draft, keeper, run):
    for person, language in zip(Membership.objects.filter(role="authoriser").order_by("pk"), ("fr", "nl"), strict=True):
        type(person.user).objects.filter(pk=person.user_id).update(language=language)
    run("submit", draft, by=keeper)
    asked = [signer(sign_off) for sign_off in draft.sign_offs.all()]
    assert mailed("competences/to_sign") == {person.email for person in asked}
    assert set(Mail.objects.values_list("language", flat=True)) == {"fr", "nl"}
    assert keeper in draft.contributors.all(), "who asks does not sign"


def test_second_signature_makes_the_papers_and_tells_the_writers(draft, keeper, run, do_jobs):
    teacher = RaterFactory(comparison=draft.comparison, user=UserFactory(language="fr")).user
    run("submit", draft, by=keeper)
    flemish, dutch = draft.sign_offs.all()
    run("sign", dutch, by=signer(dutch))
    assert (state(draft), Document.objects.count()) == (Status.REVIEW, 0)
    Mail.objects.all().delete()
    run("sign", flemish, by=signer(flemish))
    assert state(draft) == Status.AUTHORISED
    assert mailed("competences/changed") == {keeper.email, teacher.email}
    assert Mail.objects.get(to_email=teacher.email).language == "fr"
    assert Document.objects.about(draft).count() == 3


def test_history_tells_who_signed_and_that_the_portal_authorised(draft, keeper, run):
    run("submit", draft, by=keeper)
    for sign_off in draft.sign_offs.all():
        run("sign", sign_off, by=signer(sign_off))
        entry = Entry.objects.about(sign_off).get()
        assert (entry.actor, entry.source, entry.target) == (signer(sign_off), "waiting", "signed")
    last = Entry.objects.about(draft).first()
    assert (last.verb, last.actor) == ("competences.authoriseddescription.authorise", None)
    assert last.actor_name in ("The portal", "Het portaal", "Portaal")


# --- four eyes ------------------------------------------------------------------------------------


def made(description, person, how: str) -> None:
    if how == "wrote":
        description.contributors.add(person)
    if how == "rated":
        RaterFactory(comparison=description.comparison, user=person, country="nl")
    if how == "signed the other side":
        other = description.sign_offs.get(country="nl")
        MembershipFactory(user=person, organisation=other.organisation, role="authoriser")


@pytest.mark.parametrize("how", ["wrote", "rated", "signed the other side"])
def test_who_had_a_hand_in_it_does_not_sign(how, run):
    description = in_review()
    flemish, dutch = description.sign_offs.all()
    person = signer(flemish)
    made(description, person, how)
    if how.startswith("signed"):
        run("sign", dutch, by=person)
    for name in ("sign", "ask_changes"):
        fresh = type(person).objects.get(pk=person.pk)
        with pytest.raises(PermissionDenied):
            run(name, SignOff.objects.get(pk=flemish.pk), by=fresh, comment="Toch.")
    assert (state(flemish), state(description)) == ("waiting", Status.REVIEW)


def test_right_to_sign_counts_only_with_a_second_step(run):
    description = in_review()
    sign_off = description.sign_offs.first()
    careless = MembershipFactory(organisation=sign_off.organisation, role="authoriser").user
    with pytest.raises(PermissionDenied):
        run("sign", sign_off, by=careless)
    SecondStepFactory(user=careless)
    run("sign", sign_off, by=type(careless).objects.get(pk=careless.pk))
    assert state(sign_off) == "signed"


def test_right_to_sign_is_that_of_the_side_that_is_asked(run):
    description = in_review()
    flemish, dutch = description.sign_offs.all()
    with pytest.raises(PermissionDenied):
        run("sign", flemish, by=signer(dutch))


def test_nothing_is_sent_to_somebody_who_cannot_sign_it(draft, keeper, run):
    only = Membership.objects.get(role="authoriser", organisation__country="be")
    draft.contributors.add(only.user)
    with pytest.raises(NotReady, match=str(only.organisation)):
        run("submit", draft, by=keeper)
    assert not SignOff.objects.exists()


def test_nothing_is_sent_to_one_person_for_both_sides(comparison, keeper, run):
    both = UserFactory()
    for country in ("be", "nl"):
        organisation = OrganisationFactory(kind="network", country=country)
        MembershipFactory(user=both, organisation=organisation, role="authoriser")
    with pytest.raises(NotReady):
        run("submit", DescriptionFactory(comparison=comparison), by=keeper)


# --- both sign the same ---------------------------------------------------------------------------


def change_a_line(description):
    Line.objects.filter(comparison=description.comparison, relation="missing").update(note_nl="Iets anders.")


def change_a_competence(description):
    competence = description.comparison.target.competences.first()
    competence.title = competence.title_nl = "Iets anders"
    competence.save()


def reopen(description):
    Comparison.objects.filter(pk=description.comparison_id).update(status=Comparison.Status.RECONCILING)


@pytest.mark.parametrize("change", [change_a_line, change_a_competence, reopen])
@pytest.mark.parametrize("signed", [0, 1])
def test_nothing_else_is_signed_than_what_was_asked(run, change, signed):
    description = in_review()
    one, other = description.sign_offs.all()
    if signed:
        run("sign", one, by=signer(one))
    change(description)
    waiting = other if signed else one
    with pytest.raises(NotReady):
        run("sign", SignOff.objects.get(pk=waiting.pk), by=signer(waiting))
    assert (state(waiting), state(description)) == ("waiting", Status.REVIEW)
    assert not Document.objects.exists()


def test_writers_take_it_back_and_ask_anew(run, keeper, draft):
    run("submit", draft, by=keeper)
    one, other = draft.sign_offs.all()
    run("sign", one, by=signer(one))
    Mail.objects.all().delete()
    with pytest.raises(CommentMissing):
        run("take_back", draft, by=keeper)
    run("take_back", draft, by=keeper, comment="De wet is veranderd.")
    assert (state(draft), state(one), state(other)) == (Status.DRAFT, "signed", "lapsed")
    assert mailed("competences/changed") == {signer(one).email, signer(other).email}
    with pytest.raises(NotNow):
        run("sign", SignOff.objects.get(pk=other.pk), by=signer(other))
    run("submit", draft, by=keeper)
    assert list(draft.sign_offs.filter(round=2).values_list("status", flat=True)) == ["waiting"] * 2


def test_organisation_that_lost_its_last_signer_is_replaced(run, keeper, draft):
    run("submit", draft, by=keeper)
    asked = draft.sign_offs.get(country="be").organisation
    Membership.objects.filter(organisation=asked).delete()
    run("take_back", draft, by=keeper, comment="Niemand tekent daar nog.")
    with pytest.raises(NotReady):
        run("submit", draft, by=keeper)
    other = OrganisationFactory(kind="network", country="be")
    MembershipFactory(organisation=other, role="authoriser")
    run("submit", draft, by=keeper)
    assert draft.sign_offs.get(country="be", round=2).organisation == other


def test_who_signed_before_is_asked_again(run, keeper, do_jobs):
    first = authorised()
    asked = set(first.sign_offs.values_list("organisation", flat=True))
    by = network_administrator()
    do_jobs()
    run("publish", first, by=by)
    second = DescriptionFactory(comparison=first.comparison)
    run("submit", second, by=by)
    assert set(second.sign_offs.values_list("organisation", flat=True)) == asked


# --- dropping and withdrawing ---------------------------------------------------------------------


def test_writers_drop_their_own_draft_and_begin_anew(run, keeper, draft):
    run("drop", draft, by=keeper)
    assert (state(draft), draft.number) == (Status.WITHDRAWN, "")
    DescriptionFactory(comparison=draft.comparison)
    with pytest.raises(NotNow):
        run("drop", draft, by=keeper)


def test_what_both_sides_look_at_is_not_dropped(run, keeper, draft):
    run("submit", draft, by=keeper)
    with pytest.raises(NotNow):
        run("drop", draft, by=keeper)


@pytest.mark.parametrize("name", ["withdraw", "publish"])
def test_writers_neither_publish_nor_withdraw(run, keeper, name):
    description = authorised(comparison=concluded(organisation=keeper.memberships.get().organisation))
    with pytest.raises(PermissionDenied):
        run(name, description, by=keeper, comment="Daarom.")


def test_withdrawing_says_why_and_takes_its_papers_along(run):
    description = authorised()
    by = network_administrator()
    with pytest.raises(CommentMissing):
        run("withdraw", description, by=by)
    run("withdraw", description, by=by, comment="Verkeerde wet.")
    assert state(description) == Status.WITHDRAWN
    assert set(Document.objects.about(description).values_list("standing", flat=True)) == {"withdrawn"}
    paper = Document.objects.about(description).first()
    assert Entry.objects.about(paper).get(target="withdrawn").comment == "Verkeerde wet."


def test_version_after_a_withdrawn_one_keeps_the_number_and_counts_on(run):
    first = authorised()
    run("withdraw", first, by=network_administrator(), comment="Verkeerde wet.")
    second = DescriptionFactory(comparison=first.comparison)
    run("submit", second, by=network_administrator())
    for sign_off in second.sign_offs.all():
        run("sign", sign_off, by=signer(sign_off))
    second.refresh_from_db()
    assert (second.number, second.version) == (first.number, 2)


# --- frozen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["snapshot", "year", "sequence", "version", "authorised_at", "comparison_id"])
def test_database_itself_keeps_what_was_authorised(column):
    description = authorised()
    value = {"snapshot": "'{}'", "authorised_at": "NULL"}.get(column, "7")
    statement = f"UPDATE competences_authoriseddescription SET {column} = {value} WHERE version IS NOT NULL"
    with pytest.raises(DatabaseError, match="kept as both"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    description.refresh_from_db()
    assert description.snapshot["number"] == description.number


def test_database_lets_a_draft_be_written_and_a_version_be_published(draft):
    description = authorised()
    AuthorisedDescription.objects.filter(pk=draft.pk).update(summary_nl="Anders", snapshot=None)
    assert AuthorisedDescription.objects.filter(pk=description.pk).update(is_current=True, concerns=[1]) == 1
