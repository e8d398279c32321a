from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from les_portal.workflow.transitions import Transition


class CommentForm(forms.Form):
    """Why. Whoever hears of it, and whoever looks back later, reads this."""

    comment = forms.CharField(
        label=_("Why"),
        help_text=_("It stays in the history, and whoever hears of this reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why: others will want to know.")},
    )

    def __init__(self, *args, transition: Transition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = transition.needs_comment

    def clean_comment(self) -> str:
        """A program can send half a character, which no database takes."""
        comment = self.cleaned_data["comment"]
        try:
            comment.encode()
        except UnicodeEncodeError as error:
            raise ValidationError(_("There is a character in this text that does not exist.")) from error
        return comment
