"""ESCO's skills: several languages on one row, and versions that follow each other."""

import pytest

from competences.models import CompetenceSkill, Skill
from les_portal.imports.reading import UnreadableFile
from tests.competences.importers.files import REGISTERS, SKILL, bring_in, counts
from tests.factories.competences import CompetenceFactory

pytestmark = pytest.mark.django_db


def table(*rows: tuple[str, ...], kind: str = "skill/competence") -> bytes:
    lines = ["conceptUri,skillType,reuseLevel,preferredLabel"]
    lines += [f"{SKILL}{key},{kind},cross-sector,{title}" for key, title in rows]
    return "\n".join(lines).encode()


def bring(source: str, version: str, *rows: tuple[str, str]):
    return bring_in(source, table(*rows), f"skills_v{version}.csv")


def test_crlf_and_labels_of_several_lines():
    name = "skills_fr_v1.0.csv"
    report = bring_in("skills-fr", (REGISTERS / name).read_bytes(), name)
    assert (report.rows, report.created, report.problems) == (3, 3, [])
    rows = Skill.objects.values_list("title_fr", "kind", "reuse_level", "version", "title_nl")
    assert list(rows) == [
        ("souder", "skill", "cross-sector", "1.0", None),
        ("électricité", "knowledge", "sector-specific", "1.0", None),
        ("mesurer, contrôler", "skill", "transversal", "1.0", None),
    ]


def test_label_of_six_hundred_lines_is_one_row():
    synonyms = "\n".join(f"synonym {number}" for number in range(650))
    data = f'conceptUri,preferredLabel,altLabels\n{SKILL}a,lassen,"{synonyms}"\n'
    assert bring_in("skills-nl", data.encode(), "skills_v1.csv").created == 1


def test_second_language_fills_the_same_rows():
    bring("skills-fr", "1.0", ("a", "souder"))
    report = bring("skills-nl", "1.0", ("a", "lassen"))
    assert counts(report) == (0, 1, 0, 0)
    assert Skill.objects.values_list("title_fr", "title_nl").get() == ("souder", "lassen")


def test_upgrade_keeps_links_and_marks_what_disappeared():
    bring("skills-nl", "1.0", ("a", "lassen"), ("b", "solderen"))
    link = CompetenceSkill.objects.create(competence=CompetenceFactory(), skill=Skill.objects.get(uri=f"{SKILL}b"))
    report = bring("skills-nl", "1.1", ("a", "laswerk"), ("c", "meten"))
    assert counts(report) == (1, 1, 0, 1)
    assert report.gone == [{"key": f"{SKILL}b", "name": "solderen"}]
    link.refresh_from_db()
    assert (link.skill.title_nl, link.skill.retired_in) == ("solderen", "1.1")
    assert Skill.objects.get(uri=f"{SKILL}a").title_nl == "laswerk"
    assert counts(bring("skills-nl", "1.1", ("a", "laswerk"), ("c", "meten"))) == (0, 0, 2, 0)


def test_what_disappeared_may_come_back():
    bring("skills-nl", "1.0", ("a", "lassen"), ("b", "solderen"))
    bring("skills-nl", "1.1", ("a", "lassen"))
    assert counts(bring("skills-nl", "1.10", ("a", "lassen"), ("b", "solderen"))) == (0, 1, 1, 0)
    assert not Skill.objects.exclude(retired_in="").exists()


def test_older_file_fills_titles_and_neither_adds_nor_retires():
    bring("skills-nl", "1.1", ("a", "lassen"), ("b", "solderen"))
    report = bring("skills-fr", "1.0", ("a", "souder"), ("old", "ancien"))
    assert (counts(report), report.skipped) == ((0, 1, 0, 0), 1)
    assert Skill.objects.get(uri=f"{SKILL}a").version == "1.1"
    assert not Skill.objects.exclude(retired_in="").exists()


def test_row_that_cannot_be_read_is_not_gone():
    bring("skills-nl", "1.0", ("a", "lassen"), ("b", "solderen"))
    report = bring("skills-nl", "1.1", ("a", "lassen"), ("b", ""))
    assert (report.failed, report.retired) == (1, 0)


@pytest.mark.parametrize("name", ["skills.csv", "skills_v.csv"])
def test_file_that_does_not_say_its_version_is_refused(name):
    with pytest.raises(UnreadableFile) as error:
        bring_in("skills-nl", table(("a", "lassen")), name)
    assert error.value.field == "version"


def test_address_outside_esco_is_a_problem():
    data = b"conceptUri,preferredLabel\njavascript:alert(1),x\nhttps://example.org/1,y\n"
    report = bring_in("skills-nl", data, "skills_v1.csv")
    assert (report.failed, Skill.objects.count()) == (2, 0)


def test_queries_do_not_grow_with_the_file(django_assert_max_num_queries):
    rows = [(str(number), f"skill {number}") for number in range(400)]
    with django_assert_max_num_queries(20):
        bring("skills-nl", "1.0", *rows)
