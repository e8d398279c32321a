"""`manage.py demo`: the whole region at once, honest about what is invented, and never in anybody's way."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from les_portal.organisations.models import Membership, Organisation
from les_portal.pages.demo import fixtures
from les_portal.publication.changes import edition
from les_portal.publication.models import Edition
from programmes.models import BottleneckStatus, Counterpart, Occupation, Offering, Programme, Qualification
from schools.models import Campus, Place, School

pytestmark = pytest.mark.django_db

MODELS = [
    Organisation, School, Campus, Place, get_user_model(), Membership, Occupation, BottleneckStatus,
    Qualification, Counterpart, Programme, Offering,
]  # fmt: skip


def run_demo() -> str:
    out = StringIO()
    call_command("demo", without_papers=True, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo() -> str:
    """What the command said."""
    return run_demo()


@pytest.fixture
def own_fixtures(tmp_path, monkeypatch):
    """A copy of the fixtures to spoil."""
    for path in fixtures.FIXTURES.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr("les_portal.pages.demo.fixtures.FIXTURES", tmp_path)
    monkeypatch.setattr("les_portal.pages.demo.programmes.FIXTURES", tmp_path)
    return tmp_path


def spoil(path, change):
    rows = json.loads(path.read_text())
    change(rows)
    path.write_text(json.dumps(rows))


def test_it_says_who_can_sign_in(demo):
    for row in json.loads((fixtures.FIXTURES / "people.json").read_text()):
        assert row["email"] in demo
    assert "scheldemond-demo" in demo


def test_the_password_may_be_ones_own(monkeypatch, client):
    monkeypatch.setenv("DEMO_PASSWORD", "een ander geheim 42")
    assert "een ander geheim 42" in run_demo()
    assert client.login(username="nora@example.org", password="een ander geheim 42")
    assert not client.login(username="nora@example.org", password="scheldemond-demo")


def test_a_portal_on_the_internet_refuses_the_public_password(settings):
    settings.BEHIND_TLS = True
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        run_demo()
    assert not get_user_model().objects.exists()


def test_a_second_run_changes_nothing(demo):
    before, then = [list(model.objects.order_by("pk").values()) for model in MODELS], edition()
    assert "nothing changed" in run_demo()
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before
    assert edition() == then


def test_a_second_run_leaves_what_people_edited(demo):
    programme = Programme.objects.first()
    programme.title_nl, programme.status = "Onze eigen titel", Programme.Status.DRAFT
    programme.save()
    Organisation.objects.filter(slug="scalda").update(website="https://example.org")
    anna = get_user_model().objects.get(email="anna@example.org")
    anna.set_password("haar eigen wachtwoord")
    anna.save()
    run_demo()
    programme.refresh_from_db()
    anna.refresh_from_db()
    assert (programme.title_nl, programme.status) == ("Onze eigen titel", "draft")
    assert Organisation.objects.get(slug="scalda").website == "https://example.org"
    assert anna.check_password("haar eigen wachtwoord")


def test_a_second_run_brings_back_what_is_gone(demo):
    gone = Programme.objects.first().slug
    Programme.objects.filter(slug=gone).delete()
    assert "Made 1 programmes" in run_demo()
    assert Programme.objects.filter(slug=gone).exists()


def test_what_visitors_see_is_prepared_once():
    with CaptureQueriesContext(connection) as captured:
        run_demo()
    # Once per kind of content and not once per row: there are over a thousand.
    editions = [query for query in captured if Edition._meta.db_table in query["sql"] and "UPDATE" in query["sql"]]
    assert 1 <= len(editions) <= 8


def test_a_qualification_that_a_register_brought_is_used(db):
    register = Qualification.objects.create(
        country="nl", kind="crebo", code="25309", version="2015", slug="from-the-register", title_nl="Technicus"
    )
    run_demo()
    assert Qualification.objects.filter(code="25309").count() == 1
    assert register.flemish_counterparts.exists()


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("campuses", ["tectura/nergens"], "campus “tectura/nergens”"),
        ("form", "BSO", "programmeform “BSO”"),
        ("field", "kapper", "field “kapper”"),
        ("level", "VKS 9", "level “VKS 9”"),
        ("qualification", "geen", "qualification “geen”"),
        ("occupations", ["tovenaar"], "occupation “tovenaar”"),
        ("campuses", ["tectura/centrum", "scalda/goes"], "one school"),
        ("workplace_share", 140, "workplace_share"),
        ("title", {"nl": "x" * 200}, "title"),
        ("kleur", "rood", "kleur means nothing here"),
    ],
)
def test_a_fixture_that_cannot_be_is_refused_whole(own_fixtures, column, value, sentence):
    spoil(own_fixtures / "programmes_be.json", lambda rows: rows[1].update({column: value}))
    slug = json.loads((own_fixtures / "programmes_be.json").read_text())[1]["slug"]
    with pytest.raises(CommandError, match="Nothing was written") as refused:
        run_demo()
    assert sentence in str(refused.value)
    assert slug in str(refused.value)
    assert not Organisation.objects.exists()
    assert not Programme.objects.exists()


def test_a_missing_field_and_a_slug_used_twice_are_named(own_fixtures):
    path = own_fixtures / "programmes_be.json"
    spoil(path, lambda rows: rows[0].pop("summary"))
    with pytest.raises(CommandError, match="summary is missing"):
        run_demo()
    spoil(path, lambda rows: rows.__setitem__(0, rows[1]))
    with pytest.raises(CommandError, match="used twice"):
        run_demo()


def test_a_broken_file_is_named(own_fixtures):
    (own_fixtures / "programmes_be.json").write_text("[{")
    with pytest.raises(CommandError, match=r"fixtures/programmes_be\.json is not JSON"):
        run_demo()
