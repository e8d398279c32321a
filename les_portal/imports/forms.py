from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from les_portal.imports.importer import importers


def sources() -> list[tuple[str, str]]:
    return [(source, importer.label) for source, importer in importers().items() if not importer.is_scoped]


class UploadForm(forms.Form):
    source = forms.ChoiceField(label=_("Register"), choices=sources)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A csv, xlsx, JSON or GeoJSON as the register gives it. First you see what it would change."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.geojson"}),
        allow_empty_file=True,  # the report says so, in the same words as for a file without rows
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is too large: at most %(limit)s."),
                params={"limit": filesizeformat(settings.IMPORT_MAX_BYTES)},
            )
        return file
