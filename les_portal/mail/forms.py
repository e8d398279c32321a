from django import forms

from les_portal.accounts.models import User
from les_portal.mail.frequency import Frequency, allowed
from les_portal.mail.kinds import MailKind, kinds
from les_portal.mail.models import MailChoice


class ChoicesForm(forms.Form):
    """A question for each kind of mail that leaves something to choose."""

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(MailChoice.objects.filter(user=user).values_list("kind", "frequency"))
        for kind in kinds().values():
            if len(allowed(kind)) > 1:
                self.fields[kind.code] = self._question(kind, chosen.get(kind.code))

    @staticmethod
    def _question(kind: MailKind, chosen: str | None) -> forms.ChoiceField:
        choices = [(frequency.value, frequency.label) for frequency in allowed(kind)]
        initial = chosen if chosen in allowed(kind) else Frequency.AT_ONCE
        return forms.ChoiceField(label=kind.label, choices=choices, initial=initial, widget=forms.RadioSelect)
