from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programmes.models import Field, Programme, ProgrammeForm
from schools.models import Campus, School

LONGEST_ID = 12  # digits


def valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


class CampusesField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        """A number that is too long for an id is none of ours; SQLite cannot even be asked for it."""
        for each in value or ():
            if len(each) > LONGEST_ID:
                raise ValidationError(self.error_messages["invalid_choice"], params={"value": each[:LONGEST_ID]})
        return super().clean(value)


class StartForm(forms.Form):
    """The least that a draft needs; all else is on its own page."""

    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=160)
    form = forms.ModelChoiceField(queryset=ProgrammeForm.objects.none(), empty_label=_("Choose"))
    field = forms.ModelChoiceField(queryset=Field.objects.all(), empty_label=_("Choose"))
    campuses = CampusesField(
        label=_("Where it is taught"),
        queryset=Campus.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, school: School, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("form", "field"):  # named as on the page where they are changed
            self.fields[name].label = capfirst(str(Programme._meta.get_field(name).verbose_name))
        here = ProgrammeForm.objects.filter(valid_on(timezone.localdate()), country=school.organisation.country)
        self.fields["form"].queryset = here
        campuses = school.campuses.open().select_related("school__organisation", "place")
        self.fields["campuses"].queryset = campuses
        self.fields["campuses"].label_from_instance = lambda campus: f"{campus} · {campus.place.municipality}"
