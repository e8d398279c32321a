from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """S3 by environment. Objects get the bucket's own rights, which must be private; no address leads to them."""

    default_acl = None
    file_overwrite = False

    def url(self, name: str, *args, **kwargs) -> str:
        """Not even a signed one: a download asks who may read."""
        raise ValueError("This file is not accessible via a URL.")
