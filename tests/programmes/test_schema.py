"""The API against its own description: schemathesis asks what the description allows, and what it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from tests.factories.programmes import BottleneckStatusFactory, CounterpartFactory, OpenDayFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

EXAMPLES = 30


@pytest.fixture
def connection_kept(db):
    """A request of its own would close the connection, and with it the transaction that holds the test's rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(connection_kept, request):
    """The description, asked of the portal itself, with something in the portal to tell."""
    # schemathesis names the operation in the test's id by this attribute, which pytest 9 no longer has.
    request.node._nodeid = request.node.nodeid
    occupation = BottleneckStatusFactory().occupation
    pair = CounterpartFactory()
    for nl, qualification in ((False, pair.flemish), (True, pair.dutch)):
        campus = CampusFactory(in_nl=nl)
        ProgrammeFactory(
            published=True, in_nl=nl, at=[campus], leads_to=[occupation], qualification=qualification, title_nl="Lasser"
        )
        OpenDayFactory(school=campus.school)
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_what_its_description_says(case):
    # Its client for WSGI does not unpack what it says it accepts.
    case.call_and_validate(headers={"Host": "testserver", "Accept-Encoding": "identity"})
