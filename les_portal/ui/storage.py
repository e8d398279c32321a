from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash in them, kept for a year; compressed once, when they are collected."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def hashed_name(self, name, content=None, filename=None) -> str:
        """A file that a library names but does not ship keeps its name: it must not stop an installation."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
