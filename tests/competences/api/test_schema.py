"""What descriptions tell machines against its own description, with something published to tell."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings

from tests.competences.api.published import published
from tests.programmes.test_schema import EXAMPLES, connection_kept  # noqa: F401 - a fixture

OURS = r"/descriptions/|\.(jsonld|xml)$"


@pytest.fixture
def described(connection_kept, request):  # noqa: F811
    """Its number is the one of the examples; so is the code."""
    request.node._nodeid = request.node.nodeid
    description = published()
    assert description.number.endswith("-0001")
    type(description.comparison.target).objects.filter(pk=description.comparison.target_id).update(code="25309")
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())


schema = schemathesis.pytest.from_fixture("described").include(path_regex=OURS)


# Its client leaves files open that were streamed to it.
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_descriptions_are_what_the_interface_says(case):
    case.call_and_validate(headers={"Host": "testserver", "Accept-Encoding": "identity"})
