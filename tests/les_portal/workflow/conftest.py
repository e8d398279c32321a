import pytest
import rules

from les_portal.workflow import engine
from programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.workflow.tables import table


@pytest.fixture
def campus(school_organisation):
    return CampusFactory(school=SchoolFactory(organisation=school_organisation))


@pytest.fixture
def draft(campus) -> Programme:
    """Of the school of Ada, Anna and Bram, with all that it needs."""
    return ProgrammeFactory(at=[campus], title_nl="Lassen")


@pytest.fixture
def published(campus) -> Programme:
    return ProgrammeFactory(at=[campus], title_nl="Frezen", published=True)


@pytest.fixture
def in_its_place(monkeypatch):
    """Have listings go by a table of the test's own."""
    return lambda workflow: monkeypatch.setitem(engine._workflows, workflow.label, workflow)


@pytest.fixture
def meanwhile(in_its_place):
    """Have something happen to a listing right after somebody was found to be allowed to `open` it."""

    def happens(deed) -> None:
        @rules.predicate
        def holds_and_somebody_is_faster(user, listing) -> bool:
            rules.set_perm("tests.open", rules.always_true)
            deed(Programme.objects.get(pk=listing.pk))
            return True

        rules.set_perm("tests.open", holds_and_somebody_is_faster)
        in_its_place(table(permission="tests.open"))

    yield happens
    if rules.perm_exists("tests.open"):
        rules.remove_perm("tests.open")
