"""The aims that keep the house liveable. A file that outgrows them is split by subject."""

import ast
from statistics import median

import pytest

from tests.architecture.files import name, ours

LONGEST = {".py": 400, ".html": 150, ".css": 250, ".js": 150}
LONGEST_FUNCTION = 40
VENDORED = ("static/vendor/", "static/js/vendor/")


def lines(path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("suffix", LONGEST)
def test_no_file_is_too_long(suffix):
    files = [path for path in ours(suffix) if not name(path).startswith(VENDORED)]
    assert {name(path): lines(path) for path in files if lines(path) > LONGEST[suffix]} == {}


def test_files_are_small_as_a_rule():
    sizes = [lines(path) for path in ours(".py") if lines(path) and not name(path).startswith("tests/")]
    assert median(sizes) <= 60


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_too_long():
    sizes = dict(function for path in ours(".py") for function in functions(path))
    assert {function: size for function, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def test_nothing_is_called_after_a_drawer():
    """Packages and modules are named after what they do."""
    drawers = {"utils", "common", "helpers", "services", "core", "misc"}
    assert [
        name(path) for path in ours(".py") if drawers & {path.stem, *path.parent.parts} and "tests" not in path.parts
    ] == []
