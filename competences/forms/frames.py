"""What people write in a frame: many competences at once, one of them, its groups, and what closes a gap."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from competences.models import BridgingUnit, Competence, CompetenceGroup, Element
from competences.pasting import PastedGroup, read
from programmes.models import Programme, Qualification

LANGUAGES = ("nl", "fr", "en")
TITLES = tuple(f"title_{language}" for language in LANGUAGES)
IN_LANGUAGES = {"nl": _("In Dutch"), "fr": _("In French"), "en": _("In English")}
EXAMPLE = """# B1-K1 Onderhoudt installaties
co 01919 Werkt veilig met vergrendelde energie
- Kennis van de veiligheidsregels
- Vergrendelt en controleert een installatie
co 01920 Leest elektrische schema's"""


class AddForm(forms.Form):
    lines = forms.CharField(
        label=_("The competences, one on each line"),
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true", "placeholder": EXAMPLE}),
        help_text=_(
            "Copy them from a document. A code may stand before it. What one must know or be able to do for it comes "
            "below it, after a dash. A line that begins with # is the title of a group."
        ),
        error_messages={"required": _("There is nothing here yet: write or paste at least one competence.")},
    )
    group = forms.ModelChoiceField(
        CompetenceGroup.objects.none(), label=_("Into the group"), required=False, empty_label=_("No group")
    )
    type = forms.ChoiceField(label=_("Type of competence"), choices=Competence.Type.choices)
    written_in = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    source = forms.CharField(
        label=_("Where they come from"),
        max_length=250,
        required=False,
        help_text=_("For example: kwalificatiedossier 2023, Onderhoud en instandhouding."),
    )

    def __init__(self, *args, qualification: Qualification, **kwargs):
        super().__init__(*args, **kwargs)
        self.qualification = qualification
        self.fields["group"].queryset = groups = qualification.groups.all()
        if not groups:
            del self.fields["group"]

    def clean_lines(self) -> list[PastedGroup]:
        pasted = read(self.cleaned_data["lines"])
        there = {title for each in self.qualification.competences.current() for title in titles_of(each)}
        wrong = [
            _("Line %(number)d: “%(title)s” stands in this frame already.") % {"number": each.line, "title": each.title}
            for part in pasted
            for each in part.competences
            if each.title.casefold() in there
        ]
        if wrong:
            raise ValidationError(wrong[:20])
        if not any(part.competences for part in pasted):
            raise ValidationError(_("There is no competence here, only titles of groups."))
        return pasted


def titles_of(competence: Competence) -> Iterator[str]:
    return (text.casefold() for name in TITLES if (text := getattr(competence, name)))


class CompetenceForm(forms.ModelForm):
    class Meta:
        model = Competence
        fields = (*TITLES, "code", "group", "type", "weight", "written_in", "source")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in TITLES}
        labels = {"type": _("Type of competence")}
        help_texts = {
            "weight": _("From 1 to 10. A competence of weight 2 counts twice when it is said how much is covered."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = self.instance.qualification.groups.all()
        self.fields["group"].empty_label = _("No group")
        for language in LANGUAGES:
            self.fields[f"title_{language}"].label = IN_LANGUAGES[language]
            self.fields[f"title_{language}"].required = False
        for kind in Element.Kind:
            self.fields[kind.value] = forms.CharField(
                label=LINES[kind],
                required=False,
                max_length=50_000,
                initial="\n".join(self._lines_of(kind)),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def _lines_of(self, kind: str) -> list[str]:
        column = f"text_{self.instance.written_in}"
        return [getattr(each, column) or each.text for each in self.instance.elements.all() if each.kind == kind]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        original = f"title_{data.get('written_in', 'nl')}"
        if not data.get(original) and original not in self.errors:
            self.add_error(original, _("This is the language that it is written in, so there must be words here."))
        limit = Element._meta.get_field("text").max_length
        for kind in Element.Kind:
            for line in _lines(data.get(kind.value, "")):
                if len(line) > limit:
                    message = _("“%(line)s…” is longer than %(limit)d characters.")
                    self.add_error(kind.value, message % {"line": line[:40], "limit": limit})
        return data

    def elements(self) -> list[tuple[str, str]]:
        """Kind and text of each line, knowledge first."""
        return [(kind.value, line) for kind in Element.Kind for line in _lines(self.cleaned_data[kind.value])]

    def changes(self) -> dict[str, list]:
        """What was and what is, of the fields of the competence itself."""
        return {
            name: [str(self.initial.get(name) or ""), str(self.cleaned_data.get(name) or "")]
            for name in self.changed_data
            if name in (*TITLES, "code", "type", "weight")
        }

    @property
    def main_lines(self) -> list[forms.BoundField]:
        """Knowledge and skills; of the other kinds those that have something."""
        return [self[kind.value] for kind in Element.Kind if kind in USUAL or self[kind.value].value()]

    @property
    def other_lines(self) -> list[forms.BoundField]:
        return [self[kind.value] for kind in Element.Kind if kind not in USUAL and not self[kind.value].value()]


USUAL = (Element.Kind.KNOWLEDGE, Element.Kind.SKILL)
LINES = {
    Element.Kind.KNOWLEDGE: _("Knowledge, one on each line"),
    Element.Kind.SKILL: _("Skills, one on each line"),
    Element.Kind.COGNITIVE: _("Cognitive skills, one on each line"),
    Element.Kind.PROBLEM_SOLVING: _("Problem-solving skills, one on each line"),
    Element.Kind.MOTOR: _("Motor skills, one on each line"),
}


def _lines(text: str) -> list[str]:
    """Each once, without the dash that it may have brought from a document."""
    found = (" ".join(line.split()).lstrip("-•–* ").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


class GroupForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"title_{language}"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in TITLES):
            self.add_error("title_nl", _("Give it a title, in at least one language."))
        return data


GroupForms = forms.inlineformset_factory(
    Qualification,
    CompetenceGroup,
    GroupForm,
    fields=("code", "title_nl", "title_fr", "title_en", "position"),
    extra=2,
    max_num=60,
    can_delete=True,
    labels={"title_nl": IN_LANGUAGES["nl"], "title_fr": IN_LANGUAGES["fr"], "title_en": IN_LANGUAGES["en"]},
)


class UnitForm(forms.ModelForm):
    url = forms.URLField(label=_("Where one reads more"), max_length=200, required=False, assume_scheme="https")
    page = forms.CharField(
        label=_("Programme on this portal"),
        max_length=300,
        required=False,
        help_text=_("The address of its page here, when it is one of the programmes."),
    )

    class Meta:
        model = BridgingUnit
        fields = (
            *("kind", *TITLES, "description_nl", "description_fr", "description_en"),
            *("hours", "country", "provider", "url", "competences"),
        )
        widgets = {"competences": forms.CheckboxSelectMultiple, "kind": forms.RadioSelect}
        labels = {"country": _("On which side"), "competences": _("It leads to")}

    def __init__(self, *args, qualification: Qualification, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competences"].queryset = qualification.competences.current()
        self.fields["competences"].error_messages["required"] = _("Choose at least one competence that it leads to.")
        for language in LANGUAGES:
            self.fields[f"title_{language}"].label = IN_LANGUAGES[language]
            self.fields[f"description_{language}"].label = IN_LANGUAGES[language]
            self.fields[f"description_{language}"].widget.attrs["rows"] = 3
        self.fields["kind"].choices = BridgingUnit.Kind.choices
        if self.instance.programme:
            self.initial["page"] = self.instance.programme.get_absolute_url()

    def clean_page(self) -> Programme | None:
        """`/nl/programmes/lasser-gent/`, with or without the rest of the address."""
        written = self.cleaned_data["page"].strip()
        if not written:
            return None
        slug = re.split(r"[?#]", written)[0].rstrip("/").rsplit("/", 1)[-1]
        found = Programme.objects.published().filter(slug=slug).first()
        if found is None:
            raise ValidationError(_("There is no such programme on the portal. Copy the address of its page."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in TITLES):
            self.add_error("title_nl", _("Give it a title, in at least one language."))
        return data

    def unit(self) -> BridgingUnit:
        self.instance.programme = self.cleaned_data["page"]
        return self.instance
