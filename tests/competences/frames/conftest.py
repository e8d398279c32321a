import pytest

from tests.factories.programmes import QualificationFactory


@pytest.fixture
def qualification(db):
    """On Anna's side."""
    return QualificationFactory(country="be", code="BK9100", title_nl="Proefmonteur")


@pytest.fixture
def dutch(db):
    return QualificationFactory(in_nl=True, title_nl="Nederlandse monteur")


@pytest.fixture
def browser(client_of, anna):
    return client_of(anna)
