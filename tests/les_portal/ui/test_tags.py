import pytest
from django.template import Context, Template
from django.utils.translation import override

from les_portal.organisations.models import Country
from les_portal.ui.prose import render
from les_portal.ui.templatetags.ui import Said, bare_address, duration, in_language, json_ld, km, said


@pytest.mark.parametrize(
    ("months", "words"),
    [(12, "1 year"), (36, "3 years"), (18, "1.5 years"), (10, "10 months"), (1, "1 month"), (None, "unknown")],
)
def test_duration_speaks_as_a_school_does(months, words):
    with override("en"):
        assert duration(months) == words


@pytest.mark.parametrize(("distance", "words"), [(0.84, "0.8 km"), (12.4, "12 km"), (None, "")])
def test_km_is_exact_only_nearby(distance, words):
    with override("en"):
        assert km(distance) == words


def test_km_uses_the_comma_of_dutch_and_french():
    for language in ("nl", "fr"):
        with override(language):
            assert km(0.84) == "0,8 km"


def test_side_has_a_shape_and_a_word():
    assert Template("{% side country %}").render(Context({"country": Country.NL})) == (
        f'<span class="side side-nl">{Country.NL.label}</span>'
    )


def test_said_escapes_what_people_typed():
    assert said(Said("<b>", "nl")).count("&lt;b&gt;") == 1


def test_said_marks_a_text_in_another_language():
    with override("en"):
        assert said(Said("Lassen", "nl")).startswith('<span lang="nl">Lassen</span> <abbr class="lang-mark"')
        assert said(Said("Welding", "en")) == "Welding"


def test_json_ld_cannot_close_its_element():
    assert "</script" not in json_ld({"name": "</script><script>alert(1)</script>"})


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**vet**", "<p><strong>vet</strong></p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("![x](https://elsewhere.example/x.png)", "<p></p>"),
    ],
)
def test_prose_keeps_a_few_harmless_elements(markdown, html):
    assert render(markdown).strip() == html


def test_bare_address_is_what_people_read():
    assert bare_address("https://www.scalda.nl/") == "www.scalda.nl"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/nl/schools/?q=zorg", "/fr/schools/?q=zorg"),
        ("/v/abcd", "/v/abcd?lang=fr"),
        ("/v/abcd?lang=nl", "/v/abcd?lang=fr"),
    ],
)
def test_in_language_is_the_same_page(rf, here, there):
    assert in_language({"request": rf.get(here)}, "fr") == there


def test_in_language_without_a_page_is_the_first_one():
    assert in_language({}, "fr") == "/fr/"
