from django import forms
from django.utils.translation import gettext_lazy as _

from les_portal.listings.rules import approvals_to_set
from schools.models import School

Approval = School.Approval


class SettingsForm(forms.Form):
    """What somebody may set is a question; what they may not is left out, and the page says how it is."""

    rhythm_months = forms.TypedChoiceField(
        label=_("How often do you say that your listings are still right?"),
        help_text=_("You get one mail when the time comes. Changing a listing counts as saying that it is right."),
        coerce=int,
        widget=forms.RadioSelect,
    )
    approval = forms.ChoiceField(
        label=_("Who looks at a listing before visitors see it?"), choices=Approval.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, school: School, user, **kwargs):
        kwargs.setdefault("initial", {"rhythm_months": school.rhythm_months, "approval": school.approval})
        super().__init__(*args, **kwargs)
        self.school = school
        # Here, in the language of who asks: put together with the class they would stay in the portal's own.
        every = [(each.value, _("Every %(time)s") % {"time": each.label}) for each in School.Rhythm]
        self.fields["rhythm_months"].choices = every
        allowed = approvals_to_set(user, school)
        self.fields["approval"].choices = [choice for choice in Approval.choices if choice[0] in allowed]
        if not allowed:
            del self.fields["approval"]

    def values(self) -> dict:
        return {"approval": self.school.approval, **self.cleaned_data}


class ApprovalForm(forms.Form):
    """For all schools at once."""

    approval = forms.ChoiceField(label=_("Who looks at a listing before visitors see it?"), choices=Approval.choices)
