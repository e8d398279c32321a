"""The words of a frame in three languages beside each other, a few competences at a time."""

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from competences.actions.frame_parts import translate
from competences.forms.frames import LANGUAGES
from competences.models import Competence, CompetenceGroup, Element
from competences.views.frames import frame_kept_by, head

AT_ONCE = 4  # competences a page: each brings some ten lines in three languages
COLUMNS: dict[type[Model], str] = {CompetenceGroup: "title", Competence: "title", Element: "text"}


class Cell(NamedTuple):
    language: str
    name: str
    text: str
    error: str


@dataclass
class Text:
    """One text of the frame in its three languages."""

    row: Model
    written_in: str
    typed: QueryDict | None = None

    @property
    def column(self) -> str:
        return COLUMNS[type(self.row)]

    @property
    def limit(self) -> int:
        return self.row._meta.get_field(self.column).max_length

    @property
    def is_line(self) -> bool:
        return isinstance(self.row, Element)

    def name(self, language: str) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}-{language}"

    def ours(self, language: str) -> str:
        return getattr(self.row, f"{self.column}_{language}") or ""

    def now(self, language: str) -> str:
        typed = self.typed.get(self.name(language)) if self.typed is not None else None
        return self.ours(language) if typed is None else " ".join(typed.replace("\x00", "").split())

    def error(self, language: str) -> str:
        text = self.now(language)
        if len(text) > self.limit:
            return _("This is longer than %d characters.") % self.limit
        if not text and self.ours(language) and language == self.written_in:
            return _("This is the language that it is written in, so there must be words here.")
        return ""

    @property
    def cells(self) -> list[Cell]:
        """The language that it is written in first."""
        order = sorted(LANGUAGES, key=lambda language: language != self.written_in)
        return [Cell(each, self.name(each), self.now(each), self.error(each)) for each in order]

    @property
    def missing(self) -> list[str]:
        return [language for language in LANGUAGES if not self.now(language)]

    def changes(self) -> dict[str, str]:
        return {f"{self.column}_{each}": self.now(each) for each in LANGUAGES if self.now(each) != self.ours(each)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: HttpRequest, slug: str) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    rows = (
        qualification.competences.current().prefetch_related("elements").order_by("group__position", "position", "pk")
    )
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    texts = texts_of(page, qualification, request.POST if request.method == "POST" else None)
    wrong = [cell for text in texts for cell in text.cells if cell.error]
    if request.method == "POST" and not wrong:
        changes = {(type(text.row), text.row.pk): found for text in texts if (found := text.changes())}
        say_saved(request, translate(qualification, changes, by=request.user) if changes else 0)
        following = page.next_page_number() if page.has_next() and "next" in request.POST else page.number
        return redirect(f"{reverse('frames:translations', args=[slug])}?page={following}")
    context = {"page": page, "texts": texts, "wrong": wrong, "to_do": sum(bool(text.missing) for text in texts)}
    return render(request, "competences/frames/translations.html", head(qualification) | context)


def texts_of(page: Page, qualification, typed: QueryDict | None) -> list[Text]:
    """The groups with the first page, then each competence with what belongs below it."""
    groups = qualification.groups.all() if page.number == 1 else []
    texts = [Text(group, "nl" if group.title_nl else "fr", typed) for group in groups]
    for competence in page:
        texts.append(Text(competence, competence.written_in, typed))
        texts += [Text(element, competence.written_in, typed) for element in competence.elements.all()]
    return texts


def say_saved(request: HttpRequest, number: int) -> None:
    if not number:
        messages.info(request, _("Nothing was changed."))
        return
    sentence = ngettext("%(number)d text is saved.", "%(number)d texts are saved.", number)
    messages.success(request, sentence % {"number": number})
