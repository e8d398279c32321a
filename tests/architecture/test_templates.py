import re
from collections.abc import Iterator

from django.template import TemplateDoesNotExist, engines

from tests.architecture.files import ROOT, name, ours

TEMPLATES = ROOT / "templates"
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))(?:#[\w-]+)?["'{]""")  # also f"page.html{part}"
# Django and the error handlers look for these by themselves.
LOOKED_FOR = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html"}


def template_names() -> list[str]:
    return [str(path.relative_to(TEMPLATES)) for path in ours(".html", ".txt", ".xml", under="templates")]


def texts_that_may_name_one() -> Iterator[str]:
    for path in ours(".py", ".html", ".txt"):
        if not name(path).startswith("tests/"):
            yield path.read_text()


def replaces_a_library_template(template: str) -> bool:
    """`account/login.html` of ours stands before allauth's."""
    for loader in engines["django"].engine.template_loaders[0].loaders:
        for origin in loader.get_template_sources(template):
            if str(ROOT / "templates") not in origin.name:
                try:
                    loader.get_contents(origin)
                except TemplateDoesNotExist:
                    continue
                return True
    return False


def test_every_template_is_used():
    named = {match for text in texts_that_may_name_one() for match in NAMED.findall(text)}
    patterns = computed_names()
    unused = [
        template
        for template in template_names()
        if template not in named | LOOKED_FOR
        and not any(pattern.fullmatch(template) for pattern in patterns)
        and not replaces_a_library_template(template)
    ]
    assert unused == []


def computed_names() -> list[re.Pattern]:
    """`f"pages/chapters/{name}.html"` in our code may name any template that fits."""
    found = []
    for path in ours(".py"):
        for written in re.findall(r"""f["']([\w./{}-]+\.(?:html|txt|xml))["']""", path.read_text()):
            if not written.startswith("{"):
                found.append(re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(written))))
    return found


def test_every_template_can_be_read():
    for template in template_names():
        engines["django"].get_template(template)


def test_every_named_template_exists():
    """Of those that our templates pull in by name."""
    missing = []
    for path in ours(".html", under="templates"):
        for template in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""", path.read_text()):
            try:
                engines["django"].get_template(template)
            except TemplateDoesNotExist:
                missing.append(f"{name(path)}: {template}")
    assert missing == []


NOT_SHOWN = (
    r"{%\s*block \w*class\w*\s*%}.*?{%\s*endblock",
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}",
    r"<(script|code|pre)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;",
)
SAME_EVERYWHERE = (
    # names of things and of languages
    r"Lerende Euregio|Scheldemond|LES Fonds|EQF|ESCO|JSON-LD|XML|PDF|SHA-256|Windows|macOS|Linux"
    r"|Nederlands|Français|English"
)
# The gallery is for developers; what a broken portal says stands in three languages beside each other.
NOT_TRANSLATED = {"templates/ui/gallery.html", "templates/500.html"}


def bare_words(template: str) -> list[str]:
    """Text between tags that no translation can reach."""
    for markup in NOT_SHOWN:
        template = re.sub(markup, "\n", template, flags=re.S)
    return [line.strip() for line in template.splitlines() if re.search(r"[^\W\d_]{3,}", line)]


def test_texts_in_templates_are_translatable():
    paths = [path for path in ours(".html", under="templates") if name(path) not in NOT_TRANSLATED]
    bare = {name(path): bare_words(re.sub(SAME_EVERYWHERE, "", path.read_text())) for path in paths}
    assert {path: words for path, words in bare.items() if words} == {}


def test_bare_words_finds_text_that_is_not_marked():
    template = '<p title="{% if 2 > 1 %}a{% endif %}">{% translate "Hello" %} {{ name }}</p><b>Terug</b>'
    assert bare_words(template) == ["Terug"]
