from django import forms
from django.utils.translation import gettext_lazy as _

from les_portal.listings.actions.contact import CONTACT
from les_portal.organisations.models import Organisation


class ContactForm(forms.ModelForm):
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = CONTACT
        help_texts = {
            "phone": _("Where somebody picks up during school hours."),
            "email": _("Of the office rather than of a person: visitors see it on every listing without its own."),
        }
