from django import forms
from django.utils.translation import gettext_lazy as _


class CloseForm(forms.Form):
    comment = forms.CharField(
        label=_("Why"),
        help_text=_("Your colleagues read this in the history and in the mail. Visitors do not."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)
