"""Levels, forms, fields and stages come with the migrations, in three languages, each with a source."""

import importlib

import pytest
from django.apps import apps
from django.utils.translation import override

from programmes.models import Field, Level, ProgrammeForm, Sector
from schools.models import EducationStage

pytestmark = pytest.mark.django_db

FORMS = {
    *(
        "SO_VT",
        "SO_DUAAL",
        "DBSO",
        "LEERTIJD",
        "BUSO_ALT",
        "SENSE",
        "GRADUAAT",
        "HBO5_VPK",
        "BACHELOR_BE",
        "PACT",
        "CVO",
    ),
    *("PRO", "VMBO", "MBO_BOL", "MBO_BBL", "AD_VT", "AD_DUAAL", "HBO_VT", "HBO_DUAAL", "VAVO"),
    *("CEFA_IFAPME", "CFA"),
}
STAGES = {
    *("be-so-voltijds", "be-so-deeltijds", "be-buso", "be-deeltijdse-vorming", "be-volwassenen-so", "be-basiseducatie"),
    *("be-hbo5", "be-hogeschool", "be-universiteit", "be-syntra", "be-hbo-volwassenen"),
    *("nl-vmbo", "nl-mavo", "nl-havo", "nl-vwo", "nl-pro", "nl-brugjaar", "nl-mbo", "nl-hbo", "nl-vso"),
}


@pytest.fixture(params=["schools", "programmes"])
def migration(request):
    return importlib.import_module(f"{request.param}.migrations.0002_reference")


def load_again(migration):
    load = getattr(migration, "load", None) or migration.load_stages
    load(apps, None)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Level, ProgrammeForm, Field, EducationStage)]


def test_every_form_and_stage_of_both_sides_is_there():
    assert set(ProgrammeForm.objects.values_list("code", flat=True)) == FORMS
    assert set(EducationStage.objects.values_list("code", flat=True)) == STAGES


@pytest.mark.parametrize("model", [ProgrammeForm, Level, EducationStage])
def test_what_changes_by_year_has_a_first_day_and_a_source(model):
    assert not model.objects.filter(source="").exists()
    assert all(row.valid_to is None or row.valid_from < row.valid_to for row in model.objects.all())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_names_and_explanations_are_in_every_language(language):
    for model, fields in ((ProgrammeForm, ("name", "explanation")), (Field, ("name",)), (EducationStage, ("name",))):
        for field in fields:
            assert not model.objects.filter(**{f"{field}_{language}": None}).exists()


def test_a_form_is_read_in_the_visitors_language():
    form = ProgrammeForm.objects.get(code="SO_DUAAL")
    with override("nl"):
        assert form.name == "Duaal leren"
    with override("fr"):
        assert form.name == "Formation duale (secondaire)"


@pytest.mark.parametrize(
    ("one", "other"),
    [("MBO_BBL", "SO_DUAAL"), ("GRADUAAT", "AD_VT"), ("MBO_BOL", "SO_VT"), ("CVO", "VAVO"), ("BACHELOR_BE", "HBO_VT")],
)
def test_nearest_forms_point_at_each_other(one, other):
    forms = {form.code: form for form in ProgrammeForm.objects.filter(code__in=[one, other])}
    assert forms[one].counterpart == forms[other]
    assert forms[other].counterpart == forms[one]


def test_a_counterpart_lies_across_a_border():
    assert all(form.country != form.counterpart.country for form in ProgrammeForm.objects.exclude(counterpart=None))


@pytest.mark.parametrize(
    ("code", "false_friend"),
    [("SO_DUAAL", "duale studie"), ("HBO_DUAAL", "duaal leren"), ("HBO_VT", "HBO5"), ("SO_VT", "mbo")],
)
def test_false_friends_are_explained(code, false_friend):
    assert false_friend in ProgrammeForm.objects.get(code=code).explanation_nl


@pytest.mark.parametrize(
    ("framework", "code", "eqf"),
    [("VKS", "5", 5), ("NLQF", "4+", 4), ("NLQF", "2", 2), ("CFC", "8", 8), ("RNCP", "3", 3)],
)
def test_national_levels_have_their_european_level(framework, code, eqf):
    assert Level.objects.get(framework=framework, code=code).eqf == eqf


def test_a_stage_without_a_level_of_its_own_says_none():
    assert EducationStage.objects.get(code="nl-brugjaar").eqf_from is None
    assert EducationStage.objects.get(code="nl-mbo").eqf_from == 1


def test_ict_has_a_sector_of_its_own_under_technology():
    assert Field.objects.get(code="ict").sector == Sector.ICT
    assert Field.objects.filter(sector__in=Sector.including(Sector.TECHNICS)).count() == 6


def test_loading_again_changes_nothing(migration):
    before = everything()
    load_again(migration)
    assert everything() == before


def test_loading_again_mends_what_is_gone(migration):
    before = [len(rows) for rows in everything()]
    (migration.remove_unused if hasattr(migration, "remove_unused") else migration.remove_unused_stages)(apps, None)
    assert [len(rows) for rows in everything()] != before
    load_again(migration)
    assert [len(rows) for rows in everything()] == before
