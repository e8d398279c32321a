"""What a teacher says of one competence: alone, or as a proposal to the other one."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from competences.actions.rating import Said
from competences.models import Aspect, Comparison, Competence, Rating, Relation

LONGEST_ID = 12  # digits
COVERS = (Relation.EQUIVALENT, Relation.PARTIAL)


class SaidForm(forms.Form):
    relation = forms.ChoiceField(choices=Relation.choices)
    sources = forms.MultipleChoiceField(required=False)
    aspect = forms.ChoiceField(choices=[("", ""), *Aspect.choices], required=False)
    note = forms.CharField(required=False, max_length=Rating._meta.get_field("note").max_length)

    def __init__(self, *args, comparison: Comparison, competence: Competence, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_target = competence.qualification_id == comparison.target_id
        rows = Competence.objects.current().filter(qualification=comparison.source_id)
        self.by_id = {str(row.pk): row for row in rows} if self.is_target else {}
        self.fields["sources"].choices = [(pk, pk) for pk in self.by_id]
        self.fields["relation"].error_messages["required"] = _("Say how far it is covered.")

    def clean_relation(self) -> str:
        relation = self.cleaned_data["relation"]
        if (relation == Relation.EXTRA) is self.is_target:
            raise ValidationError(_("This answer does not fit this competence."))
        return relation

    def clean_note(self) -> str:
        note = self.cleaned_data["note"]
        try:
            note.encode()
        except UnicodeEncodeError as error:
            raise ValidationError(_("There is a character in this text that does not exist.")) from error
        return note

    def clean(self) -> dict:
        data = super().clean()
        if data.get("relation") in COVERS and not data.get("sources") and "sources" not in self.errors:
            raise ValidationError(_("Tick what of the diploma held covers it, or say that it is missing."))
        return data

    @property
    def said(self) -> Said:
        """What is missing is covered by nothing, and differs in nothing."""
        data = self.cleaned_data
        covers = data["relation"] in COVERS
        sources = [self.by_id[pk] for pk in data["sources"]] if covers else []
        return Said(data["relation"], sources, data["aspect"] if covers else "", data["note"])

    @property
    def sentence(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)


def competence_in(comparison: Comparison, typed: str) -> Competence:
    """Raises Competence.DoesNotExist for anything that this comparison is not about."""
    frames = Q(qualification=comparison.target_id) | Q(qualification=comparison.source_id)
    is_id = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID
    return Competence.objects.current().filter(frames).get(pk=int(typed) if is_id else 0)
