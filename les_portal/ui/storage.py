from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash in them, kept for a year; compressed once, when they are collected."""

    support_js_module_import_aggregation = True
    # A file that a library's style sheet names but does not ship must not stop an installation.
    manifest_strict = False
