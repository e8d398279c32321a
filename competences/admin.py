from django.contrib import admin
from django.db.models import URLField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from competences.actions.watching import ask_to_look
from competences.models import Signpost

# Of a signpost that is there: on papers it stands as it was. What is different from a day on is a row of its own.
MAY_CHANGE = ("valid_to", "words", "qualifications")
COPIED = "case origin country words sector cohort_from cohort_until body url source source_url is_automatic".split()
TEXTS = ("text_nl", "text_fr", "text_en")


@admin.register(Signpost)
class SignpostAdmin(TranslationAdmin):
    list_display = [
        "code",
        "case",
        "origin",
        "country",
        "body",
        "cohort_from",
        "cohort_until",
        "valid_from",
        "valid_to",
    ]
    list_filter = ["case", "origin", "country", "sector"]
    search_fields = ["code", "body", "text_nl", "words"]
    filter_horizontal = ["qualifications"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        secure = {"assume_scheme": "https"} if isinstance(db_field, URLField) else {}
        return super().formfield_for_dbfield(db_field, request, **secure, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        fixed = [field.name for field in Signpost._meta.fields if field.editable and field.name not in ("id", "text")]
        return [*(name for name in fixed if name not in MAY_CHANGE), "in_its_place"]

    @admin.display(description=_("Something changes"))
    def in_its_place(self, signpost: Signpost) -> str:
        query = urlencode({"copy": signpost.code})
        return format_html(
            '<a href="{}?{}">{}</a>',
            reverse("admin:competences_signpost_add"),
            query,
            _("Add a signpost with the new facts, valid from the day that they hold, and give this one its last day"),
        )

    def get_changeform_initial_data(self, request) -> dict:
        row = Signpost.objects.filter(code=request.GET.get("copy", "")).first()
        return {name: getattr(row, name) for name in (*COPIED, *TEXTS)} if row else {}

    def save_related(self, *args) -> None:
        """With its diplomas: whatever is published is held against the new rules."""
        super().save_related(*args)
        ask_to_look()
