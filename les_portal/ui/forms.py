from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form of the portal is drawn by these templates, and by no other code."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
