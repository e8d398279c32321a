"""Read when the portal starts, as every app's `workflow`."""

from les_portal.listings.workflow import corrections, revisions  # noqa: F401
