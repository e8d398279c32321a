"""One description from two signatures to the version that replaces it."""

import pytest
from django.core.exceptions import PermissionDenied

from competences.models import AuthorisedDescription, Competence, SignOff
from les_portal.documents.models import Document
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from tests.factories.competences import (
    CompetenceFactory,
    DescriptionFactory,
    authorised,
    authoriser,
    concluded,
    in_review,
    network_administrator,
    signer,
)

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status


def run(name: str, obj, *, by, comment: str = "") -> None:
    workflow_of(obj).run(name, obj, by=by, comment=comment)


def test_one_signature_leaves_it_in_review():
    description = in_review()
    dutch = description.sign_offs.get(country="nl")
    run("sign", dutch, by=signer(dutch))
    description.refresh_from_db()
    assert description.status == Status.REVIEW
    assert not description.number
    assert not Document.objects.exists()


def test_second_signature_numbers_freezes_and_asks_for_the_papers():
    description = authorised()
    year = description.authorised_at.year
    assert description.status == Status.AUTHORISED
    assert description.number == f"LES-AB-{year}-0001"
    assert description.snapshot["coverage"] == {"percent": 50, "equivalent": 1, "partial": 1, "missing": 1, "extra": 1}
    numbers = sorted(Document.objects.about(description).values_list("number", flat=True))
    assert numbers == [f"LES-AB-{year}-0001-{language}-v1" for language in ("en", "fr", "nl")]


def test_who_wrote_it_does_not_sign_it():
    description = in_review()
    flemish = description.sign_offs.get(country="be")
    description.contributors.add(signer(flemish))
    with pytest.raises(PermissionDenied):
        run("sign", flemish, by=signer(flemish))
    assert SignOff.objects.get(pk=flemish.pk).status == SignOff.Status.WAITING


def test_who_asks_for_changes_stops_the_round():
    description = in_review()
    flemish, dutch = description.sign_offs.all()
    run("ask_changes", flemish, by=signer(flemish), comment="De AREI ontbreekt.")
    description.refresh_from_db()
    assert description.status == Status.CHANGES_REQUESTED
    with pytest.raises(NotNow):
        run("sign", dutch, by=signer(dutch))
    run("submit", description, by=network_administrator())
    assert description.sign_offs.filter(round=2, status=SignOff.Status.WAITING).count() == 2


def test_what_is_not_mapped_is_named():
    for country in ("be", "nl"):
        authoriser(country)
    comparison = concluded()
    CompetenceFactory(qualification=comparison.target, title="Kalibreert meetlussen")
    with pytest.raises(NotReady, match="Kalibreert meetlussen"):
        run("submit", DescriptionFactory(comparison=comparison), by=network_administrator())


def test_newer_version_keeps_the_number_and_replaces_the_one_before(do_jobs):
    first = authorised()
    by = network_administrator()
    do_jobs()
    run("publish", first, by=by)
    second = DescriptionFactory(comparison=first.comparison)
    run("submit", second, by=by)
    for sign_off in second.sign_offs.all():
        run("sign", sign_off, by=signer(sign_off))
    do_jobs()
    run("publish", second, by=by)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.PUBLISHED)
    assert (second.number, second.version) == (first.number, 2)
    assert [row.pk for row in AuthorisedDescription.objects.counting()] == [second.pk]
    assert set(Document.objects.about(first).values_list("standing", flat=True)) == {"superseded"}


def test_what_changes_later_does_not_change_what_was_authorised():
    description = authorised()
    before = description.snapshot
    Competence.objects.update(title="Iets heel anders", title_nl="Iets heel anders")
    description.refresh_from_db()
    assert description.snapshot == before
