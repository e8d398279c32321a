from les_portal.publication import remembered
from les_portal.publication.middleware import READY
from les_portal.publication.stored import DATA, PAGES


def forget_kept_answers() -> None:
    """The portal keeps answers by edition, and every test counts its editions from the same number."""
    for store in (DATA, PAGES, READY):
        store.clear()
    remembered.forget()
