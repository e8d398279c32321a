from django import forms
from django.utils.translation import gettext_lazy as _

from competences.models import BridgingUnit


class BridgeForm(forms.ModelForm):
    """What closes a gap, in as few fields as can be; the rest is on the page of the frame."""

    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = BridgingUnit
        fields = ("title", "kind", "hours", "provider", "url")
        help_texts = {"title": _("For example: “Working safely on installations under NEN 3140, two days”.")}

    def __init__(self, *args, line: int, **kwargs):
        """Its fields stand among explanations, which are in a form of their own: each names the form it belongs to."""
        super().__init__(*args, prefix=f"b{line}", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = f"bridge-{line}"
