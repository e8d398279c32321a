from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from les_portal.listings import stamps
from les_portal.listings.actions.correcting import clean
from les_portal.listings.correctable import Fact, Page, Target, facts_of
from les_portal.listings.models import Correction

SHOWN_MOST = 90  # characters of a long text, enough to recognise it by


def longest(name: str) -> int:
    return Correction._meta.get_field(name).max_length


class ProposalForm(forms.Form):
    """A visitor's: no account, and no puzzle."""

    field = forms.ChoiceField(label=_("What is not right?"), widget=forms.RadioSelect)
    proposal = forms.CharField(
        label=_("What should it be?"), max_length=longest("proposal"), widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: you called them, or it stands on their own website."),
        required=False,
        max_length=longest("reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you want to hear back"),
        help_text=_(
            "It is used for the answer and for nothing else, and then forgotten; without an answer after 90 days. The "
            "school does not see it."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People do not see this one. A program that fills in all there is does.
    nickname = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        template_name="listings/corrections/_trap.html",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, page: Page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        self.facts = {fact.name: fact for fact in facts_of(page)}
        self.fields["field"].choices = [(name, said(fact)) for name, fact in self.facts.items()]
        self.initial["stamp"] = stamps.stamp(page)

    def clean_nickname(self) -> str:
        if self.cleaned_data["nickname"]:
            raise ValidationError(_("This has to stay empty: it stops programs that fill in everything they find."))
        return ""

    def clean(self) -> None:
        stamp = stamps.read(self.cleaned_data.get("stamp", ""), self.page)
        if stamp is None or stamp.is_old:
            self.renew()
            raise ValidationError(_("This page stood open for a long time. Have another look, and send it once more."))
        if stamp.is_hasty:
            raise ValidationError(_("That went so fast that it could have been a program. Please send it once more."))
        self.ticket = stamp.ticket
        self._changes_something()

    def renew(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("stamp")] = self.initial["stamp"]

    def _changes_something(self) -> None:
        fact, proposal = self.fact, self.cleaned_data.get("proposal")
        if fact and proposal and " ".join(proposal.split()) == " ".join(fact.shown.split()):
            self.add_error("proposal", _("That is what the page says already. What should it be?"))

    @property
    def fact(self) -> Fact | None:
        return self.facts.get(self.cleaned_data.get("field", ""))


def said(fact: Fact) -> SafeString:
    """What it is, and what it says now."""
    if not fact.target and not fact.shown:
        return format_html("<span>{}</span>", fact.label)
    shown = Truncator(fact.shown).chars(SHOWN_MOST) or _now("nothing yet")
    return format_html('<span>{} · <span class="quiet">{}</span></span>', fact.label, shown)


class AnswerForm(forms.Form):
    """Of the school: what the page will say, where that can be filled in, and a word to the visitor."""

    comment = forms.CharField(
        label=_("A word to the visitor"),
        required=False,
        max_length=longest("answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, correction: Correction, target: Target | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target
        if target:
            self.fields = {"value": value_field(target, correction.proposal.strip())} | self.fields
        self.fields["comment"].help_text = (
            _("They left an address: they get this by mail.")
            if correction.email
            else _("They left no address. What you write stays here, for your colleagues.")
        )

    def clean_value(self) -> object:
        """The field of the form and that of the model look at it, as the page itself would."""
        return clean(self.target, self.cleaned_data["value"])


def value_field(target: Target, proposal: str) -> forms.Field:
    """As one edits it elsewhere, filled in with what was proposed where that can be."""
    is_address = isinstance(target.field, models.URLField)
    more = {"assume_scheme": "https"} if is_address else {}
    field = target.field.formfield(label=_("What the page will say"), required=False, **more)
    if isinstance(field, forms.IntegerField):
        field.help_text = capfirst(target.field.verbose_name)
    field.initial = target.value if target.field.choices else None
    with suppress(ValidationError):
        field.initial = clean(target, field.clean(proposal))
    return field
