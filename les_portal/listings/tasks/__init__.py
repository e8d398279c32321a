"""Read by whoever does jobs, as every app's `tasks`: one module per subject, each named here."""

from les_portal.listings.tasks import bulk, corrections, counting, freshness, quality  # noqa: F401
