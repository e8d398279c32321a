"""The cast, a client that looks at what it gets, and the measures that every page is held to.

ada (administrator of a school), anna (editor there), bram (reader there), chloe (editor of another school: must see
nothing of theirs), dirk (fund administrator), emma (employer), finn (learner, minor), mona (mentor), otto (assessor),
tom (trajectory coach), vera (authoriser), nora (network administrator). Who decides has a second step at sign-in.
`client` is a visitor who is nobody; `client_of(anna)` is Anna's browser.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from les_portal.jobs.running import run_all
from les_portal.organisations.models import Membership
from les_portal.organisations.rules import DECIDING_ROLES
from tests.browsing.client import StrictClient
from tests.browsing.fragments import fragment_equals_page
from tests.browsing.kept import forget_kept_answers
from tests.browsing.queries import queries_stay_constant
from tests.browsing.templates import Undefined
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

Role = Membership.Role
E2E = Path(__file__).parent / "e2e"


def pytest_ignore_collect(collection_path, config):
    """Browser tests run when they are asked for by path: `pytest tests/e2e`."""
    asked = any(Path(config.invocation_params.dir, arg.split("::")[0]).is_relative_to(E2E) for arg in config.args)
    return True if collection_path == E2E and not asked else None


def pytest_configure() -> None:
    """Undefined template variables fail: said before anything is collected, because a module may read a template."""
    for template_settings in settings.TEMPLATES:
        template_settings["OPTIONS"]["string_if_invalid"] = Undefined()


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(items):
    """A test that commits empties every table behind it: have the reference data put back for the next."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if commits or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.fixturenames.insert(0, "django_db_serialized_rollback")


@pytest.fixture(autouse=True)
def _language_of_this_test(settings):
    """A request leaves its language behind; the next test begins in Dutch, as a process does."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _media_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test():
    forget_kept_answers()


# --- browsers -----------------------------------------------------------------------------------


@pytest.fixture
def client() -> StrictClient:
    """A visitor who has not signed in."""
    return StrictClient()


@pytest.fixture
def client_of(db):
    def sign_in(user) -> StrictClient:
        client = StrictClient()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(name="queries_stay_constant")
def _queries_stay_constant(client):
    def check(url, make_rows, *, rows=50, client=client):
        queries_stay_constant(client, url, make_rows, rows=rows)

    return check


@pytest.fixture(name="fragment_equals_page")
def _fragment_equals_page(client):
    def check(url, selector, *, client=client):
        fragment_equals_page(client, url, selector)

    return check


# --- the cast -----------------------------------------------------------------------------------


def member(name: str, role: str, organisation):
    user = UserFactory(name=name.capitalize(), email=f"{name}@example.org")
    MembershipFactory(user=user, role=role, organisation=organisation)
    if role in DECIDING_ROLES:
        SecondStepFactory(user=user)
    return user


@pytest.fixture
def school_organisation(db):
    """Where Ada, Anna, Bram, Finn and Tom belong."""
    return OrganisationFactory(name="Technical school of the cast")


@pytest.fixture
def other_school_organisation(db):
    """Chloe's."""
    return OrganisationFactory(name="Another school")


@pytest.fixture
def company(db):
    """Emma's and Mona's."""
    return OrganisationFactory(company=True, name="Company of the cast")


@pytest.fixture
def network(db):
    """Dirk's, Nora's, Otto's and Vera's."""
    return OrganisationFactory(network=True)


@pytest.fixture
def ada(school_organisation):
    return member("ada", Role.ADMINISTRATOR, school_organisation)


@pytest.fixture
def anna(school_organisation):
    return member("anna", Role.EDITOR, school_organisation)


@pytest.fixture
def bram(school_organisation):
    return member("bram", Role.READER, school_organisation)


@pytest.fixture
def chloe(other_school_organisation):
    return member("chloe", Role.EDITOR, other_school_organisation)


@pytest.fixture
def dirk(network):
    return member("dirk", Role.FUND_ADMINISTRATOR, network)


@pytest.fixture
def emma(company):
    return member("emma", Role.EMPLOYER, company)


@pytest.fixture
def finn(school_organisation):
    return member("finn", Role.LEARNER, school_organisation)


@pytest.fixture
def mona(company):
    return member("mona", Role.MENTOR, company)


@pytest.fixture
def otto(network):
    return member("otto", Role.ASSESSOR, network)


@pytest.fixture
def tom(school_organisation):
    return member("tom", Role.COACH, school_organisation)


@pytest.fixture
def vera(network):
    return member("vera", Role.AUTHORISER, network)


@pytest.fixture
def nora(network):
    return member("nora", Role.NETWORK_ADMINISTRATOR, network)


# --- the worker ---------------------------------------------------------------------------------


@pytest.fixture
def do_jobs(db):
    """What a worker process does with all that is due: `do_jobs()` says how many jobs that were."""
    return run_all
