"""What somebody came upon who tried to break it."""

import json

import pytest

from competences.models import Competence
from programmes.models import Qualification
from tests.competences.importers.files import as_json, bk, bring_in, competence
from tests.factories.programmes import QualificationFactory

pytestmark = pytest.mark.django_db


# --- what a register writes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "document"), [({"nr": "²"}, {}), ({}, {"aantal": "²"}), ({"referenties": ["co\ud800 1"]}, {})]
)
def test_digit_that_is_no_number_and_half_a_character_do_not_stop_an_import(part, document):
    bring_in("vks", json.dumps(bk(competence(**part), **document)).encode())
    assert Competence.objects.get().title_nl == "Werkt in teamverband"


def test_version_that_somebody_typed_in_their_own_way_does_not_stop_an_import():
    QualificationFactory(country="be", kind="bk", code="BK9001", version="²")
    bring_in("vks", as_json(bk(competence())))
    assert Qualification.objects.filter(code="BK9001", version="3").exists()
