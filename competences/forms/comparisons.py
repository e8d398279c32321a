"""Who rates, and for whom a comparison is kept."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.models import Rater
from competences.querysets import KEEPERS, ours
from les_portal.accounts.models import User
from les_portal.organisations.models import Country, Membership, Organisation
from les_portal.organisations.rules import AT_WORK, is_network_administrator
from programmes.models import Qualification


def keeping(user) -> list[Organisation]:
    """The organisations for which this person may keep a comparison."""
    roles = {*KEEPERS, Membership.Role.NETWORK_ADMINISTRATOR} if is_network_administrator(user) else KEEPERS
    return list(Organisation.objects.filter(pk__in=ours(user, *roles)).order_by("sort_key"))


def teachers_of(country: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """Who works at the schools of a side, by school: names only."""
    rows = Membership.objects.filter(
        organisation__country=country,
        organisation__kind=Organisation.Kind.SCHOOL,
        role__in=AT_WORK,
        user__is_active=True,
    )
    rows = rows.select_related("organisation", "user").order_by("organisation__sort_key", "user__name", "user")
    return [
        (str(organisation), list(dict.fromkeys((row.user_id, str(row.user)) for row in group)))
        for organisation, group in groupby(rows, key=lambda row: row.organisation)
    ]


class TeacherForm(forms.Form):
    """Fields for one side: chosen by name, or found by the address of an account."""

    def __init__(self, *args, countries: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.countries = countries
        for country in countries:
            self.fields |= fields_for(country)

    def clean(self) -> dict:
        data = super().clean()
        for country in self.countries:
            self.find(country, data)
        chosen = [data[each] for each in self.countries if data.get(each)]
        if len(chosen) == 2 and chosen[0] == chosen[1]:
            self.add_error(f"teacher_{self.countries[1]}", _("Choose two people: each looks at it alone first."))
        return data

    def find(self, country: str, data: dict) -> None:
        """Puts the person under the name of their side."""
        chosen, email = data.get(f"teacher_{country}"), data.get(f"email_{country}")
        if email:
            data[country] = User.objects.filter(email__iexact=email, is_active=True).first()
            if data[country] is None:
                self.add_error(
                    f"email_{country}",
                    _("Nobody with this address has an account here yet. Ask them to make one, or choose another."),
                )
        elif chosen:
            data[country] = User.objects.filter(pk=chosen, is_active=True).first()
        elif not self.errors.get(f"teacher_{country}"):
            self.add_error(f"teacher_{country}", _("Choose a teacher, or type an e-mail address below."))

    def sides(self) -> list:
        """The two fields of each side, to be drawn together."""
        return [
            (Country(country).label, self[f"teacher_{country}"], self[f"email_{country}"]) for country in self.countries
        ]

    @property
    def teachers(self) -> dict[str, User]:
        return {country: self.cleaned_data[country] for country in self.countries}


def fields_for(country: str) -> dict[str, forms.Field]:
    side = Country(country).label
    choices = [("", gettext_lazy("Choose")), *teachers_of(country)]
    name = forms.ChoiceField(
        label=format_lazy(gettext_lazy("Teacher on the side of {side}"), side=side), choices=choices, required=False
    )
    email = forms.EmailField(
        label=format_lazy(gettext_lazy("Or by e-mail address ({side})"), side=side),
        help_text=gettext_lazy("Of somebody who has an account here and is not in the list."),
        required=False,
        max_length=254,
    )
    return {f"teacher_{country}": name, f"email_{country}": email}


class StartForm(TeacherForm):
    """With the organisation that keeps it, where there is a choice."""

    field_order = ("organisation",)

    def __init__(self, *args, user, source: Qualification, target: Qualification, **kwargs):
        super().__init__(*args, countries=[source.country, target.country], **kwargs)
        for country in self.countries:  # mostly who begins it is one of the two
            self.initial.setdefault(f"teacher_{country}", user.pk)
        self.organisations = keeping(user)
        if len(self.organisations) > 1:
            choices = [(row.pk, str(row)) for row in self.organisations]
            self.fields["organisation"] = forms.ChoiceField(label=gettext_lazy("Kept by"), choices=choices)
            self.order_fields(self.field_order)

    @property
    def keeper(self) -> Organisation:
        chosen = self.cleaned_data.get("organisation")
        return next(row for row in self.organisations if not chosen or str(row.pk) == chosen)


class AnotherTeacherForm(TeacherForm):
    def __init__(self, *args, rater: Rater, **kwargs):
        super().__init__(*args, countries=[rater.country], **kwargs)
        self.rater = rater

    def clean(self) -> dict:
        data = super().clean()
        country = self.rater.country
        if data.get(country) and self.rater.comparison.raters.filter(user=data[country]).exists():
            raise ValidationError(_("This person rates in this comparison already. Choose somebody else."))
        return data
