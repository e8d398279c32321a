"""What a worker leaves behind when it ends."""

import multiprocessing
import tempfile

from les_portal.pdf import rendering


def typeset_something() -> None:
    rendering.typeset('<html lang="nl"><title>x</title><p>x</p></html>')


def test_forked_worker_that_ends_takes_its_copies_of_the_fonts_along(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rendering.forget()
    process = multiprocessing.get_context("fork").Process(target=typeset_something)
    process.start()
    process.join()
    assert (process.exitcode, list(tmp_path.iterdir())) == (0, [])
    typeset_something()
    assert len(list(tmp_path.iterdir())) == 1, "what the other process took along"
    rendering.forget()
    assert list(tmp_path.iterdir()) == []
