import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from les_portal.search import engine
from schools.models import Locality
from schools.places import read_place
from tests.factories.schools import LocalityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("lasser Terneuzen", "lasser", "Terneuzen"),
        ("Terneuzen lasser", "lasser", "Terneuzen"),
        ("Terneuzen", "", "Terneuzen"),
        ("lasser in Terneuzen", "lasser", "Terneuzen"),
        ("in Terneuzen lasser worden", "lasser worden", "Terneuzen"),
        ("elektricien te Gent voltijds", "elektricien voltijds", "Gent"),
        ("kapper in de buurt van Goes", "kapper", "Goes"),
        ("soudeur près de Gand", "soudeur", "Gent"),
        ("welder near Ghent", "welder", "Gent"),
        ("infirmier à Bruges", "infirmier", "Brugge"),
        ("haven Sas van Gent", "haven", "Sas van Gent"),
        ("verpleegkunde Sint-Niklaas", "verpleegkunde", "Sint-Niklaas"),
        ("verpleegkunde st. niklaas", "verpleegkunde", "Sint-Niklaas"),
        ("koken SINT NIKLAAS", "koken", "Sint-Niklaas"),
        ("Saint-Nicolas", "", "Sint-Niklaas"),
        ("port of Flushing", "port of", "Vlissingen"),
        ("logistiek Den Haag", "logistiek", "'s-Gravenhage"),
        ("Courtrai textile", "textile", "Kortrijk"),
    ],
)
def test_place_is_read_from_the_words(text, words, name):
    found = read_place(text)
    assert (found.words, found.locality.name) == (words, name)


@pytest.mark.parametrize(
    ("text", "words", "postcode", "name"),
    [
        ("9000", "", "9000", "Gent"),
        ("lasser 9000", "lasser", "9000", "Gent"),
        ("9000 Gent lasser", "lasser", "9000", "Gent"),
        ("lasser in 9000 Gent", "lasser", "9000", "Gent"),
        ("lasser Gent 9000", "lasser", "9000", "Gent"),
        ("4535 HA", "", "4535", "Terneuzen"),
        ("4535HA lasser", "lasser", "4535", "Terneuzen"),
        ("lasser 4535 ha", "lasser", "4535", "Terneuzen"),
        ("4535 te leren", "te leren", "4535", "Terneuzen"),
        ("9050 Gentbrugge zorg", "zorg", "9050", "Gentbrugge"),
    ],
)
def test_post_code_of_either_country_is_read(text, words, postcode, name):
    found = read_place(text)
    assert (found.words, found.locality.postcode, found.locality.name) == (words, postcode, name)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "lasser", "elektro-mechanica", "opleiding 0001", "crebo 25655", "%_'\"\\", "\x00", "🛠", "ل", "½"],
)
def test_words_without_a_place_stay_as_they_are(text):
    assert read_place(text) == (" ".join(text.split()), None)


def test_long_text_is_read_in_part_and_without_an_error():
    assert len(read_place("lasser " * 5000).words) <= 200


def test_post_code_of_several_villages_is_the_first_by_name_unless_one_is_named():
    LocalityFactory(postcode="0999", name="Zandhoven bij Test", name_key="zandhoven bij test")
    LocalityFactory(postcode="0999", name="Aardhoven bij Test", name_key="aardhoven bij test")
    assert read_place("kok 0999").locality.name == "Aardhoven bij Test"
    assert read_place("0999 Zandhoven bij Test kok") == ("kok", Locality.objects.get(name="Zandhoven bij Test"))


def test_name_of_two_places_means_the_town():
    assert read_place("lasser Middelburg").locality.country == "nl"


def test_place_name_that_is_also_a_word_is_a_place_at_the_end_or_after_a_preposition_only():
    assert read_place("laken wassen") == ("laken wassen", None)
    assert read_place("wassen in Laken voltijds").locality.name == "Laken"
    assert read_place("kok Laken").locality.name == "Laken"


@pytest.mark.parametrize(
    ("text", "name"),
    [("lasser Terneuzn", "Terneuzen"), ("Vlisingen", "Vlissingen"), ("kok sint niklas", "Sint-Niklaas")],
)
def test_one_typing_error_in_a_place_is_forgiven(text, name):
    assert read_place(text).locality.name == name


def test_word_of_a_school_is_not_taken_for_a_misspelt_place():
    assert read_place("zorg in Zelzatte").locality.name == "Zelzate"
    engine.index("programme", [engine.Document(1, "Zelzatte", "")])
    assert read_place("zorg in Zelzatte") == ("zorg in Zelzatte", None)


def test_town_that_schools_mention_is_still_corrected_as_a_place():
    engine.index("campus", [engine.Document(1, "Scheldecollege\nTerneuzen", "")])
    assert read_place("lasser Terneuzn").locality.name == "Terneuzen"


@pytest.mark.parametrize("text", ["lasser Terneuzen", "x " * 90, "lasser in 9000 Gent", "verpleegkunde voor beginners"])
def test_reading_a_place_takes_at_most_three_queries(text):
    with CaptureQueriesContext(connection) as queries:
        read_place(text)
    assert len(queries) <= 3
