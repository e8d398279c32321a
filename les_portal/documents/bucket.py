from botocore.config import Config
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """S3 by environment. Objects get the bucket's own rights, which must be private; no address leads to them."""

    default_acl = None
    file_overwrite = False

    def __init__(self, **settings):
        super().__init__(**settings)
        # Seconds: a bucket that says nothing must not hold a visitor's request.
        self.client_config = self.client_config.merge(Config(connect_timeout=2, read_timeout=10))

    def url(self, name: str, *args, **kwargs) -> str:
        """Not even a signed one: a download asks who may read."""
        raise ValueError("This file is not accessible via a URL.")
