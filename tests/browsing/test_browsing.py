"""The measures can fail: each is shown something that it must refuse."""

import socket

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.template import engines

from tests.browsing.client import faults
from tests.browsing.fragments import fragment_equals_page, part
from tests.browsing.queries import queries_stay_constant
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p style='color: red'>red</p>",
        "<style>p { color: red }</style>",
        "<button onclick='go()'>go</button>",
        "<button hx-on:click='go()'>go</button>",
        "<a href='javascript:go()'>go</a>",
        "<p>{{ name }}</p>",
        "<p>{% if %}</p>",
    ],
)
def test_faults_finds_what_the_portal_never_sends(html):
    assert len(faults(html)) == 1


def test_faults_leaves_scripts_of_our_own_and_data_alone():
    data = '<script type="application/ld+json">{"a": {}}</script>'
    assert faults(f'<script src="/static/js/les.js"></script>{data}') == []


def render(text: str, *, ours: bool) -> str:
    from django.conf import settings
    from django.template import Context, Template
    from django.template.base import Origin

    name = settings.BASE_DIR / "templates" / "x.html" if ours else "/library/x.html"
    engine = engines["django"].engine
    return Template(text, origin=Origin(str(name)), engine=engine).render(Context({"known": "here"}))


@pytest.mark.parametrize("text", ["{{ unknown }}", "{{ known.unknown }}", "{{ unknown|upper }}"])
def test_undefined_variable_fails(text):
    with pytest.raises(pytest.fail.Exception, match="is not defined"):
        render(text, ours=True)


def test_undefined_variable_with_a_default_shows_it():
    assert render("{{ unknown|default:'x' }}{% if unknown %}y{% endif %}{{ known }}", ours=True) == "xhere"


def test_undefined_variable_of_a_library_is_empty():
    assert render("[{{ unknown }}]", ours=False) == "[]"


class Pages:
    """A client whose pages cost as many queries as it is told."""

    def __init__(self, queries):
        self.queries = queries

    def get(self, url, **kwargs):
        for _ in range(self.queries()):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        return HttpResponse("")


def test_queries_stay_constant_refuses_a_query_per_row(db):
    users = get_user_model().objects
    queries_stay_constant(Pages(lambda: 2), "/", UserFactory.create_batch, rows=3)
    with pytest.raises(AssertionError, match=r"\d queries for 1 row"):
        queries_stay_constant(Pages(users.count), "/", UserFactory.create_batch, rows=3)


class Answers:
    def __init__(self, page, fragment):
        self.page, self.fragment = page, fragment

    def get(self, url, headers=None):
        return HttpResponse(self.fragment if headers else self.page, headers={"Vary": "HX-Request"})


def test_fragment_equals_page_compares_the_part_that_is_swapped():
    page = "<html><body><h1>x</h1><div id=rows><p>1</p></div></body></html>"
    fragment_equals_page(Answers(page, "<div id='rows'><p>1</p></div>"), "/", "#rows")
    with pytest.raises(AssertionError):
        fragment_equals_page(Answers(page, "<div id=rows><p>2</p></div>"), "/", "#rows")
    with pytest.raises(AssertionError, match="whole page"):
        fragment_equals_page(Answers(page, page), "/", "#rows")


def test_part_names_what_is_missing():
    with pytest.raises(AssertionError, match="No #rows"):
        part(str(BeautifulSoup("<p></p>", "html.parser")), "#rows")


def test_nobody_reaches_another_machine():
    with socket.socket() as stranger, pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        stranger.connect(("192.0.2.1", 80))
