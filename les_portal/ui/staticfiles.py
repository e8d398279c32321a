from django.contrib.staticfiles.apps import StaticFilesConfig


class OurStaticFilesConfig(StaticFilesConfig):
    """Leaves out what libraries ship and no page of ours asks for: compressing it takes longer than the rest."""

    default = False
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "rest_framework/*",  # the browsable interface, which is off
        "leaflet/draw/*",
        "leaflet/leaflet-src*",
        "django_htmx/ext/*",
        "admin/js/vendor/xregexp/xregexp.js",
    ]
