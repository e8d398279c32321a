import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def layers() -> list[list[str]]:
    """From top to bottom, the packages of each layer: `pyproject.toml` says them once."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    written = next(contract["layers"] for contract in configuration["contracts"] if contract["id"] == "layers")
    return [[name.strip(" ()") for name in layer.split("|")] for layer in written]


def package_of(module: str) -> tuple[int, str] | None:
    """Number of the layer and its package; None for a library."""
    for number, layer in enumerate(layers()):
        for package in layer:
            if f"{module}.".startswith(f"{package}."):
                return number, package
    return None


def points_upward(source: str, target: str) -> bool:
    """Whether a model in module `source` that points to one in `target` would make the lower app know the higher."""
    here, there = package_of(source), package_of(target)
    return bool(here and there) and here[1] != there[1] and there[0] <= here[0]


def test_imports_point_downward():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_relations_point_downward():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model and points_upward(model.__module__, field.related_model.__module__)
    ]
    assert upward == []


def test_points_upward_knows_up_from_down():
    assert points_upward("les_portal.organisations.models", "schools.models")
    assert points_upward("fund.models", "workplaces.models"), "strangers to each other"
    assert not points_upward("schools.models", "les_portal.organisations.models")
    assert not points_upward("schools.models", "schools.models")
    assert not points_upward("schools.models", "django.contrib.auth.models")


def test_every_app_of_ours_has_a_layer():
    ours = [config.name for config in apps.get_app_configs() if "site-packages" not in config.path]
    assert ours
    assert [name for name in ours if package_of(name) is None] == []
