import pytest

from les_portal.search.words import fold, sought


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Elektro-Mécanique", "elektro mecanique"),
        ("  d'électricité — niveau 4 ", "d electricite niveau 4"),
        ("Cœur & Ærø", "coeur aero"),
        ("Straße", "strasse"),
        ("Šaldić ŁÓDŹ", "saldic lodz"),
        ("technicien·ne", "technicien ne"),
        ("e\u0301cole", "ecole"),
        ("\x00'%_*🛠", ""),
        ("", ""),
    ],
)
def test_fold_makes_spellings_alike(text, folded):
    assert fold(text) == folded


def test_fold_of_a_folded_text_changes_nothing():
    assert fold(fold("Élektro-Mécanique 5G")) == fold("Élektro-Mécanique 5G")


def test_what_is_sought_has_an_end_and_can_be_asked_of_any_database():
    assert sought("  las\x00sen ") == "lassen"
    assert len(sought("x" * 5000)) == 100
