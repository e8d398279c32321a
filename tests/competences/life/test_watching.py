"""What a description was made from changes: it says so until somebody decides."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from competences.actions import watching
from competences.models import AuthorisedDescription, Element, Signpost
from competences.watch import as_it_is_now, differences
from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from les_portal.workflow.engine import CommentMissing
from programmes.models import Occupation
from tests.factories.accounts import UserFactory
from tests.factories.competences import (
    CompetenceFactory,
    ElementFactory,
    SignpostFactory,
    SkillFactory,
    concluded,
    counting,
    network_administrator,
)
from tests.factories.programmes import ProgrammeFactory, QualificationFactory, the_level

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status
REGULATED = {"case": Signpost.Case.REGULATED, "code": "nurse-be-nl", "body": "BIG-register"}


@pytest.fixture
def description():
    """Of a regulated profession, with everything that is watched."""
    comparison = concluded()
    for side in (comparison.source, comparison.target):
        for competence in side.competences.all():
            ElementFactory(competence=competence)
            competence.skill_links.create(skill=SkillFactory())
    SignpostFactory(**REGULATED).qualifications.add(comparison.source)
    SignpostFactory(code="level-be-nl")
    occupation = Occupation.objects.create(title="Verpleegkundige", slug="nurse", regulated="Wet BIG.")
    ProgrammeFactory(published=True, qualification=comparison.source).occupations.add(occupation)
    return counting(comparison=comparison)


def saved(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def target_of(description):
    return description.comparison.target


def first_of(description):
    return target_of(description).competences.first()


# Each change, and words of the sentence that it becomes.
CHANGES = {
    "title": (lambda d: saved(target_of(d), title="Nieuw", title_nl="Nieuw"), "is now called “Nieuw”"),
    "level": (lambda d: saved(d.comparison.source, level=the_level("VKS", "3")), "and is now VKS 3"),
    "last day": (lambda d: saved(d.comparison.source, valid_to="2031-08-31"), "is now 31 August 2031"),
    "successor": (lambda d: saved(target_of(d), successor=QualificationFactory()), "followed by another one"),
    "competence added": (
        lambda d: CompetenceFactory(qualification=target_of(d), title="Kalibreert"),
        "was added: “Kalibreert”",
    ),
    "competence retired": (lambda d: saved(first_of(d), retired_on=localdate()), "no longer in the register"),
    "wording": (lambda d: saved(first_of(d), title="Anders", title_nl="Anders"), "now reads “Anders”"),
    "code": (lambda d: saved(first_of(d), code="B1-K9"), "is B1-K9"),
    "type": (lambda d: saved(first_of(d), type="general"), "another type"),
    "weight": (lambda d: saved(first_of(d), weight=3), "weighed 1 and now weighs 3"),
    "knowledge": (lambda d: Element.objects.filter(competence=first_of(d)).delete(), "knowledge and skills"),
    "skill added": (lambda d: ElementFactory(competence=first_of(d), kind="motor"), "knowledge and skills"),
    "link to ESCO": (lambda d: first_of(d).skill_links.all().delete(), "to ESCO was taken away"),
    "rule changed": (
        lambda d: saved(Signpost.objects.get(code="nurse-be-nl"), text="Nieuwe wet.", text_nl="Nieuwe wet."),
        "rule about a protected profession changed",
    ),
    "rule by cohort": (
        lambda d: saved(Signpost.objects.get(code="nurse-be-nl"), cohort_from="2023-09-01"),
        "rule about a protected profession changed",
    ),
    "rule ended": (
        lambda d: saved(Signpost.objects.get(code="nurse-be-nl"), valid_to="2026-01-02"),
        "rule about a protected profession ended",
    ),
    "rule added": (
        lambda d: SignpostFactory(**REGULATED | {"code": "new"}).qualifications.add(d.comparison.source),
        "new rule about a protected profession",
    ),
    "signpost changed": (lambda d: saved(Signpost.objects.get(code="level-be-nl"), body="Nuffic"), "What to know"),
    "signpost ended": (lambda d: saved(Signpost.objects.get(code="level-be-nl"), valid_to="2026-01-02"), "no longer"),
    "law about the occupation": (
        lambda d: saved(Occupation.objects.get(slug="nurse"), regulated="Andere wet.", regulated_nl="Andere wet."),
        "the law says about the occupation",
    ),
    "occupation no longer regulated": (
        lambda d: saved(Occupation.objects.get(slug="nurse"), regulated="", regulated_nl=""),
        "is not regulated now",
    ),
}


def look(description) -> AuthorisedDescription:
    watching.look_again([description.comparison.source_id])
    return AuthorisedDescription.objects.get(pk=description.pk)


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_named_and_puts_it_under_review(description, name):
    change, said = CHANGES[name]
    change(description)
    found = look(description)
    assert found.status == Status.UNDER_REVIEW
    with override("en"):
        assert len(found.concern_sentences) == 1, found.concern_sentences
        assert said in found.concern_sentences[0]


NO_CHANGES = {
    "nothing": lambda d: None,
    "translation": lambda d: saved(first_of(d), title_fr="Autre traduction"),
    "one link more": lambda d: first_of(d).skill_links.create(skill=SkillFactory()),
    "place in the frame": lambda d: saved(first_of(d), position=99),
    "programme less": lambda d: d.comparison.source.programmes.update(status="draft"),
    "rule of the other direction": lambda d: SignpostFactory(code="back", origin="nl", country="be"),
    "another diploma": lambda d: CompetenceFactory(),
    "text of the description": lambda d: AuthorisedDescription.objects.update(summary_nl="Anders"),
}


@pytest.mark.parametrize("name", NO_CHANGES)
def test_what_makes_no_difference_leaves_it_alone(description, name):
    NO_CHANGES[name](description)
    found = look(description)
    assert (found.status, found.concerns) == (Status.PUBLISHED, [])
    assert found.changed_at == description.changed_at


def test_it_is_done_by_nobody_and_history_says_why(description):
    CHANGES["weight"][0](description)
    look(description)
    entry = Entry.objects.about(description).first()
    assert (entry.verb, entry.actor) == ("competences.authoriseddescription.put_under_review", None)
    assert str(first_of(description)) in entry.comment


def test_network_and_writers_hear_in_their_language(description):
    nora, writer = network_administrator(), UserFactory(language="fr")
    description.contributors.add(writer)
    Mail.objects.all().delete()
    CHANGES["weight"][0](description)
    look(description)
    mails = Mail.objects.filter(template="competences/under_review")
    assert {nora.email, writer.email} <= set(mails.values_list("to_email", flat=True))
    assert mails.get(to_email=writer.email).language == "fr"
    assert str(first_of(description)) in mails.get(to_email=writer.email).text
    assert mails.filter(to_email=writer.email).count() == 1


def test_same_change_is_told_once(description):
    CHANGES["weight"][0](description)
    look(description)
    told = Mail.objects.count()
    again = look(description)
    assert (Mail.objects.count(), len(again.concerns)) == (told, 1)


def test_another_change_while_under_review_is_added_and_told(description):
    CHANGES["weight"][0](description)
    look(description)
    told = Mail.objects.filter(template="competences/under_review").count()
    CHANGES["title"][0](description)
    found = look(description)
    assert len(found.concerns) == 2
    assert Mail.objects.filter(template="competences/under_review").count() > told
    assert Entry.objects.about(description).steps().filter(target="under_review").count() == 1


def test_what_was_upheld_is_not_asked_again_but_another_change_of_the_same_is(description, run):
    CHANGES["weight"][0](description)
    found, nora = look(description), network_administrator()
    with pytest.raises(CommentMissing):
        run("uphold", found, by=nora)
    run("uphold", found, by=nora, comment="Het gewicht telt hier niet.")
    assert (found.status, found.concerns) == (Status.PUBLISHED, [])
    assert look(description).status == Status.PUBLISHED, "the next day"
    saved(first_of(description), weight=5)
    with override("en"):
        assert "now weighs 5" in look(description).concern_sentences[0]


def test_change_that_is_undone_after_it_was_upheld_is_no_change(description, run):
    CHANGES["weight"][0](description)
    run("uphold", look(description), by=network_administrator(), comment="Telt niet.")
    saved(first_of(description), weight=1)
    assert look(description).status == Status.PUBLISHED


def test_writers_do_not_decide_that_it_holds(description, run):
    CHANGES["weight"][0](description)
    found, writer = look(description), UserFactory()
    description.contributors.add(writer)
    with pytest.raises(PermissionDenied):
        run("uphold", found, by=writer, comment="Telt niet.")


@pytest.mark.parametrize("status", [Status.AUTHORISED, Status.SUPERSEDED, Status.EXPIRED, Status.WITHDRAWN])
def test_only_what_counts_is_watched(description, status):
    AuthorisedDescription.objects.update(status=status)
    CHANGES["weight"][0](description)
    assert look(description).status == status


def test_descriptions_of_other_diplomas_are_not_looked_at(description):
    CHANGES["weight"][0](description)
    watching.look_again([QualificationFactory().pk])
    description.refresh_from_db()
    assert description.status == Status.PUBLISHED


def test_looking_costs_the_same_for_one_competence_and_for_thirty(description):
    def queries() -> int:
        fresh = watching.watched().get()
        with CaptureQueriesContext(connection) as captured:
            differences(fresh.snapshot, as_it_is_now(fresh.comparison, fresh.snapshot))
        return len(captured)

    few = queries()
    for number in range(30):
        competence = CompetenceFactory(qualification=target_of(description))
        ElementFactory(competence=competence)
        competence.skill_links.create(skill=SkillFactory())
        SignpostFactory(code=f"more-{number}")
    assert queries() == few <= 14


def test_change_that_a_later_version_wrote_is_still_told():
    description = AuthorisedDescription(concerns=[{"key": "x", "what": "moon", "event": "changed"}])
    assert description.concern_sentences


def test_signpost_that_is_changed_in_the_administration_is_held_against_all_of_them(description, client_of, do_jobs):
    address = f"/nl/admin/competences/signpost/{Signpost.objects.get(code='nurse-be-nl').pk}/change/"
    nora = network_administrator()
    type(nora).objects.filter(pk=nora.pk).update(is_staff=True)
    browser = client_of(nora)
    form = browser.get(address).context["adminform"].form
    post = {name: form[name].value() or "" for name in form.fields} | {"valid_to": "2026-01-02"}
    assert browser.post(address, post).status_code == 302
    do_jobs()
    description.refresh_from_db()
    assert description.status == Status.UNDER_REVIEW
