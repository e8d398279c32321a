import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from les_portal.search.engine import Document, empty, find, forget, index
from les_portal.search.models import Entry
from les_portal.search.words import fold
from tests.les_portal.search.titles import TITLES

pytestmark = pytest.mark.django_db


def put(*titles: str, body: str = "", kind: str = "programme") -> None:
    """Each title under its place in the row, from 1."""
    index(kind, [Document(number, title, body) for number, title in enumerate(titles, start=1)])


def edits(word: str) -> set[str]:
    """Every way to get one letter of `word` wrong, with a few letters standing for all."""
    ways = {word[:i] + word[i + 1 :] for i in range(len(word))}
    ways |= {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in "ekx"}
    ways |= {word[:i] + letter + word[i + 1 :] for i in range(len(word)) for letter in "ekx"}
    ways |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return ways - {word}


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("verpleeg", "Basisverpleegkunde"),
        ("elektro mechanica", "Elektromechanica"),
        ("elektro-mechanica", "Elektromechanica"),
        ("elektromechanica", "Elektro-mechanica"),
        ("elektromech", "Elektro mechanica"),
        ("mecanique", "Mécanique automobile"),
        ("Mécanique", "Mecanique automobile"),
        ("ÉLECTRICITÉ d'industrie", "L'électricité dans l'industrie"),
        ("ict", "Industriële ICT"),
        ("3d", "3D-ontwerp"),
        ("lasser", "Lasser"),
        ("opleiding tot lasser", "Opleiding: lasser"),
        ("lasser met de hand", "Hand lasser"),
    ],
)
def test_words_find_a_title(text, title):
    put("Iets heel anders", title)
    assert find("programme", text) == [2]


def test_all_words_must_match():
    put("Lasser Gent", "Lasser", "Gent")
    assert find("programme", "lasser gent") == [1]
    assert find("programme", "lasser gent nergens") == []


def test_words_match_in_title_and_body_together():
    index("programme", [Document(1, "Elektromechanica", "in Terneuzen"), Document(2, "Elektromechanica", "in Goes")])
    assert find("programme", "mechanica terneuzen") == [1]


def test_body_is_found_by_the_beginning_of_its_words():
    put("Titel", body="De beste verpleegkundige werd lasser.")
    assert find("programme", "verpleeg") == [1]
    assert find("programme", "kundige") == []


def test_two_letters_find_beginnings_in_titles_and_whole_words_in_bodies():
    index(
        "programme",
        [Document(1, "ICT-beheer", ""), Document(2, "Zorg", "icoon"), Document(3, "Zorg", "de IC-afdeling")],
    )
    assert find("programme", "ic") == [1, 3]


def test_one_letter_finds_whole_words():
    put("Rijbewijs C", "Chauffeur")
    assert find("programme", "c") == [1]


def test_every_part_of_a_title_of_three_letters_or_more_finds_it():
    put(*TITLES)
    missed = set()
    for number, title in enumerate(TITLES, start=1):
        for word in fold(title).split():
            parts = {word[start:end] for start in range(len(word)) for end in range(start + 3, len(word) + 1)}
            missed |= {(part, title) for part in parts if number not in find("programme", part)}
    assert missed == set()


def test_what_icontains_finds_in_titles_is_found_across_words_too():
    put(*TITLES)
    titles = [fold(title) for title in TITLES]
    parts = {title[at : at + length] for title in titles for length in (4, 5, 9) for at in range(len(title) - length)}
    parts = {part for part in parts if " " in part.strip()}
    assert len(parts) > 300
    for part in sorted(parts):
        expected = {number for number, title in enumerate(titles, start=1) if part in title}
        assert expected <= set(find("programme", part)), part


# --- typing errors --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("elektromechnica", "Elektromechanica"),
        ("verplegkunde", "Basisverpleegkunde"),
        ("lassr", "Lasser"),
        ("latser", "Lasser"),
        ("lasesr", "Lasser"),
        ("betn", "Beton"),
        ("mechanca voltijds", "Mechanica voltijds"),
    ],
)
def test_one_typing_error_is_forgiven(text, title):
    put("Iets heel anders", title)
    assert find("programme", text) == [2]


def test_nine_in_ten_typing_errors_in_titles_are_forgiven():
    put(*TITLES)
    tried = found = 0
    for number, title in enumerate(TITLES[::3]):
        word = max(fold(title).split(), key=len)
        for text in sorted(edits(word))[::7]:
            tried += 1
            found += 3 * number + 1 in find("programme", text)
    assert tried > 100
    assert found / tried >= 0.9


def test_two_typing_errors_are_not_forgiven():
    put("Elektromechanica")
    assert find("programme", "elketromechnica") == []


def test_short_words_are_not_corrected():
    put("Zorg")
    assert find("programme", "zrg") == []


def test_word_that_is_found_as_it_stands_is_not_corrected():
    put("Lassen", "Lasser")
    assert find("programme", "lasser") == [2]


def test_correction_of_one_word_keeps_the_others():
    put("Lasser Gent", "Lasser Goes")
    assert find("programme", "lassr goes") == [2]


# --- the order ------------------------------------------------------------------------------------


def test_order_is_whole_title_then_beginning_then_inside_then_body():
    index(
        "programme",
        [
            Document(1, "Zorg", "mechanica"),
            Document(2, "Elektromechanica", ""),
            Document(3, "Toegepaste mechanica", ""),
            Document(4, "Mechanica", ""),
        ],
    )
    assert find("programme", "mechanica") == [4, 3, 2, 1]


def test_one_of_several_names_can_be_the_whole_title():
    put("Lasser en meer", "Assembleur\nLasser\nWelder", "Lasser voor morgen")
    assert find("programme", "lasser") == [2, 1, 3]


def test_small_words_do_not_keep_a_title_from_being_the_whole_one():
    put("Data- en netwerkbeheer in Gent", "Data- en netwerkbeheer")
    assert find("programme", "data- en netwerkbeheer") == [2, 1]
    assert find("programme", "data netwerkbeheer") == [2, 1]


def test_name_ends_where_the_next_begins():
    put("Data\nBase")
    assert find("programme", "database") == []


def test_a_word_in_the_title_counts_when_the_other_is_in_the_body():
    index("programme", [Document(1, "Zorg", "lasser gent"), Document(2, "Lasser", "gent")])
    assert find("programme", "lasser gent") == [2, 1]


def test_equals_stand_by_id():
    index("programme", [Document(number, "Lasser", "") for number in (5, 3, 9, 1)])
    assert find("programme", "lasser") == [1, 3, 5, 9]


def test_limit_keeps_the_best():
    index("programme", [Document(number, "Zorg", "lasser") for number in range(1, 40)] + [Document(99, "Lasser", "")])
    found = find("programme", "lasser", limit=5)
    assert (found[0], len(found)) == (99, 5)


# --- what is in it --------------------------------------------------------------------------------


def test_kinds_do_not_mix():
    put("Lasser", kind="programme")
    put("Lasser", kind="campus")
    forget("programme", [1])
    assert (find("programme", "lasser"), find("campus", "lasser")) == ([], [1])


def test_index_again_replaces_what_was_there():
    put("Lasser")
    put("Bakker")
    assert (find("programme", "lasser"), find("programme", "bakker")) == ([], [1])
    assert Entry.objects.count() == 1


def test_index_takes_the_last_of_two_documents_of_one_object():
    index("programme", [Document(1, "Lasser", ""), Document(1, "Bakker", "")])
    assert (find("programme", "lasser"), find("programme", "bakker")) == ([], [1])


def test_index_of_many_takes_them_in_batches():
    with CaptureQueriesContext(connection) as queries:
        index("programme", (Document(number, f"Lasser {number}", "") for number in range(1, 1201)))
    assert len(find("programme", "lasser")) == 1200
    assert len(queries) < 100
    forget("programme", range(1, 1200))
    assert find("programme", "lasser") == [1200]


def test_empty_forgets_everything():
    put("Lasser")
    empty()
    assert find("programme", "lasser") == find("programme", "lassr") == []


def test_document_without_words_is_found_by_nothing():
    put("🛠")
    assert find("programme", "lasser") == []


def test_text_as_long_as_a_book_is_indexed():
    put("Boek", body=" ".join(f"woord{number}" for number in range(50_000)))
    assert find("programme", "woord77") == [1]


# --- whatever is typed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "'",
            '"',
            "\\",
            "%",
            "_",
            "*",
            "()",
            ":*",
            "a:*",
            "&|!<->",
            "--",
            "…?!",
            "\x00",
            "\ud800",
            "🛠🛠",
            "لحّام",
        ),
        *(
            "AND",
            "OR",
            "NOT",
            "NEAR(a b)",
            '"a" AND',
            "^a",
            "~a",
            "+a",
            "=a",
            "title:lasser",
            "la*ser",
            "lasser' OR 1=1 --",
        ),
        *("x" * 10_000, "lasser " * 2000, "é" * 500, "a b c d e f g h i j k l m n o p", "1e5", "0x1F", "½", "ﬁets"),
        *("de", "het een de", "in"),
    ],
)
def test_no_text_is_an_error(text):
    put("Lasser", "Houtbewerking")
    assert isinstance(find("programme", text), list)


def test_small_words_are_looked_for_when_there_are_no_others():
    put("De wereld", "Lasser")
    assert find("programme", "de") == [1]


@pytest.mark.parametrize("text", ["lasser", "lassr", "niks nergens niemand", "a b c d e f g h", "lassr bakkr kapepr"])
def test_number_of_queries_does_not_grow(text):
    put("Lasser")
    with CaptureQueriesContext(connection) as few:
        find("programme", text)
    put(*(f"Lasser bakker kapper {number}" for number in range(300)))
    with CaptureQueriesContext(connection) as many:
        find("programme", text)
    assert len(few) <= 4
    assert len(many) <= 4
