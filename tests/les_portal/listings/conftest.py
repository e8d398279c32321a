"""A school of Ada, Anna and Bram with a draft and a published listing."""

import pytest
from django.urls import reverse

from programmes.models import Programme
from schools.models import School
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory


@pytest.fixture
def school(school_organisation) -> School:
    return SchoolFactory(organisation=school_organisation)


@pytest.fixture
def campus(school):
    return CampusFactory(school=school)


@pytest.fixture
def draft(campus) -> Programme:
    """With all that it needs to be published."""
    return ProgrammeFactory(at=[campus], title_nl="Lassen")


@pytest.fixture
def published(campus) -> Programme:
    return ProgrammeFactory(at=[campus], title_nl="Frezen", title_fr="Fraisage", published=True)


@pytest.fixture
def address(school_organisation):
    return lambda listing, page="edit": reverse(f"listings:{page}", args=[school_organisation.slug, listing.slug])
