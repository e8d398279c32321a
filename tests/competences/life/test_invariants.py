"""What `check_invariants` promises of descriptions: silent where all is well, and each damage is named."""

import pytest
from django.db import connection

from competences import invariants
from competences.models import AuthorisedDescription, SignOff
from les_portal.documents.models import Document, Series
from les_portal.invariants import findings
from les_portal.workflow.engine import workflow_of
from tests.factories.accounts import UserFactory
from tests.factories.competences import DescriptionFactory, authorised, counting, in_review, network_administrator

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status
TABLE = "competences_authoriseddescription"
PROMISES = ("frozen", "says_its_number", "four_eyes", "one_counts", "numbers", "papers", "signatures")


@pytest.fixture
def versions() -> list[AuthorisedDescription]:
    """One in each state: published, authorised and withdrawn, authorised, in review, and a draft."""
    published, withdrawn = counting(), authorised()
    workflow_of(withdrawn).run("withdraw", withdrawn, by=network_administrator(), comment="Fout.")
    return [published, withdrawn, authorised(), in_review(), DescriptionFactory()]


def found(name: str) -> list[str]:
    return [str(row) for row in getattr(invariants, name)()]


def test_all_is_well_while_nothing_is_damaged(versions):
    assert {name: found(name) for name in PROMISES} == {name: [] for name in PROMISES}


def test_all_is_well_where_people_did_it_all(do_jobs):
    published, nora = authorised(), network_administrator()
    do_jobs()
    workflow_of(published).run("publish", published, by=nora)
    assert {name: found(name) for name in PROMISES} == {name: [] for name in PROMISES}
    assert [*findings()] == []


def without_trigger(statement: str, *values) -> None:
    """As only somebody could who takes the guard away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is changed that is still to be looked at
        on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
        cursor.execute(f"DROP TRIGGER versions_are_frozen{on}")
        cursor.execute(statement, values)


def rows(description):
    return AuthorisedDescription.objects.filter(pk=description.pk)


DAMAGES = {
    "number of a draft": (
        "frozen",
        lambda d: rows(d[4]).update(year=2026, sequence=9, version=1, snapshot={"number": "LES-AB-2026-0009"}),
    ),
    "no last day": ("frozen", lambda d: rows(d[0]).update(valid_until=None)),
    "authorised without signatures": ("frozen", lambda d: rows(d[4]).update(status="authorised")),
    "another number in what it says": (
        "says_its_number",
        lambda d: without_trigger(f"UPDATE {TABLE} SET version = 7 WHERE id = %s", d[0].pk),
    ),
    "signature taken away": (
        "four_eyes",
        lambda d: d[0].sign_offs.filter(country="nl").update(status="waiting", signed_at=None),
    ),
    "signed by one": ("four_eyes", lambda d: d[0].sign_offs.update(by=d[0].sign_offs.first().by)),
    "signed by its writer": ("four_eyes", lambda d: d[0].contributors.add(d[0].sign_offs.first().by)),
    "signed in another round": ("four_eyes", lambda d: rows(d[0]).update(round=2)),
    "published and not shown": ("one_counts", lambda d: rows(d[0]).update(is_current=False)),
    "shown and not published": ("one_counts", lambda d: rows(d[2]).update(is_current=True)),
    "gap in the year": (
        "numbers",
        lambda d: without_trigger(f"UPDATE {TABLE} SET sequence = 99 WHERE id = %s", d[2].pk),
    ),
    "number lost": ("numbers", lambda d: Series.objects.filter(prefix="LES-AB").update(last=4)),
    "version left out": (
        "numbers",
        lambda d: without_trigger(f"UPDATE {TABLE} SET version = 2 WHERE id = %s", d[1].pk),
    ),
    "paper of a withdrawn one is valid": (
        "papers",
        lambda d: Document.objects.about(d[1]).update(standing="valid"),
    ),
    "signature without its time": ("signatures", lambda d: d[0].sign_offs.update(signed_at=None)),
    "waits though nobody looks": ("signatures", lambda d: rows(d[3]).update(status="draft")),
    "time without a signature": (
        "signatures",
        lambda d: SignOff.objects.filter(status="waiting").update(signed_at=d[0].authorised_at),
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(versions, name):
    promise, damage = DAMAGES[name]
    damage(versions)
    assert found(promise)


def test_signer_who_left_is_no_finding(versions):
    person = versions[0].sign_offs.first().by
    SignOff.objects.filter(by=person).update(by=None)
    assert found("four_eyes") == []


def test_who_writes_later_versions_is_no_finding(versions):
    versions[4].contributors.add(UserFactory())
    assert found("four_eyes") == []
