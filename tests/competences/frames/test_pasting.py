"""Lines that people paste, and what they mean."""

import pytest
from django.core.exceptions import ValidationError

from competences.matching import matched
from competences.pasting import MOST, read


def only(text: str):
    (group,) = read(text)
    (competence,) = group.competences
    return competence


def test_one_competence_on_each_line():
    (group,) = read("Werkt veilig\n\n  \nLeest schema's\r\n")
    assert [each.title for each in group.competences] == ["Werkt veilig", "Leest schema's"]
    assert (group.title, group.code) == ("", "")


@pytest.mark.parametrize(
    ("line", "code", "title"),
    [
        ("co 01919 Werkt in teamverband", "co 01919", "Werkt in teamverband"),
        ("B1-K1-W2: Lost storingen op", "B1-K1-W2", "Lost storingen op"),
        ("K1-W1 Lost storingen op", "K1-W1", "Lost storingen op"),
        ("17981-c - Vult documenten in", "17981-c", "Vult documenten in"),
        ("1.2.3 Meet spanning", "1.2.3", "Meet spanning"),
        ("EL-7\tMeet spanning", "EL-7", "Meet spanning"),
        ("1. Meet spanning", "", "Meet spanning"),
        ("12) Meet spanning", "", "Meet spanning"),
        ("PLC-sturingen programmeren", "", "PLC-sturingen programmeren"),
        ("CO2 meten", "", "CO2 meten"),
        ("24 V en 230 V schakelen", "", "24 V en 230 V schakelen"),
        ("S7 programmeren", "", "S7 programmeren"),
    ],
)
def test_code_before_it_is_optional(line, code, title):
    found = only(line)
    assert (found.code, found.title) == (code, title)


@pytest.mark.parametrize("mark", ["- ", "  ", "\t", "• ", "* ", "– ", "  - ", "\u00a0\u00a0", "-"])
def test_what_is_marked_or_indented_belongs_below(mark):
    found = only(f"Werkt veilig\n{mark}Kennis van veiligheid\n{mark}Vergrendelt een installatie")
    assert found.elements == [("knowledge", "Kennis van veiligheid"), ("skill", "Vergrendelt een installatie")]


@pytest.mark.parametrize("line", ["-", "—————", "  •", "***"])
def test_line_without_a_word_is_nothing(line):
    assert only(f"Werkt veilig\n{line}\n- Kennis").elements == [("knowledge", "Kennis")]


def test_groups_carry_what_follows():
    groups = read("Los\n# B1-K1 Onderhoudt installaties\nSmeert lagers\n## Zonder code\nMeet")
    assert [(group.code, group.title, [each.title for each in group.competences]) for group in groups] == [
        ("", "", ["Los"]),
        ("B1-K1", "Onderhoudt installaties", ["Smeert lagers"]),
        ("", "Zonder code", ["Meet"]),
    ]


def test_what_has_nothing_above_it_is_named_by_its_line():
    with pytest.raises(ValidationError) as error:
        read("\n- Kennis van iets\nWerkt veilig")
    assert "2" in error.value.messages[0]


def test_too_long_and_too_many_are_said():
    with pytest.raises(ValidationError) as error:
        read("x" * 601 + "\nGoed\n- " + "y" * 1001)
    assert len(error.value.messages) == 2
    with pytest.raises(ValidationError):
        read("\n".join(f"Competentie {number}" for number in range(MOST + 1)))


# --- the same lines sent back -------------------------------------------------------------------


def test_lines_that_stay_are_recognised_wherever_they_went():
    known = [("knowledge", "a b c d"), ("skill", "e f g h")]
    assert matched(known, [("skill", "e f g h"), ("knowledge", "a b c d")]) == [1, 0]


def test_line_with_a_letter_mended_is_the_same_line():
    known = [("knowledge", "Kennis van veiligheid"), ("knowledge", "Kennis van hefwerktuigen")]
    assert matched(known, [("knowledge", "Kennis van hefwerktuig"), ("knowledge", "Kennis van veiligheid")]) == [1, 0]


def test_new_line_is_nobody_and_another_kind_only_with_the_same_words():
    known = [("knowledge", "Kennis van veiligheid")]
    assert matched(known, [("skill", "Lasnaden slijpen")]) == [None]
    assert matched(known, [("skill", "Kennis van de veiligheid")]) == [None]
    assert matched(known, [("skill", "Kennis van veiligheid")]) == [0]
