from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]


class AddPasskeyForm(AddWebAuthnForm):
    """The library's form, whose first field would be named in English only."""

    name = forms.CharField(label=_("Name of this passkey"), required=False)
