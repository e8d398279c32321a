"""What is suggested first: by wording, by the skills of ESCO, and never by words that all have."""

import pytest

from competences.suggesting import suggestions, with_wording
from tests.competences.exercise.frames import demo_pair, link
from tests.factories.competences import CompetenceFactory, SkillFactory

pytestmark = pytest.mark.django_db


def suggested(comparison, **kwargs):
    frames = (comparison.source, comparison.target)
    return suggestions(*(with_wording(frame.competences.all()) for frame in frames), **kwargs)


def test_the_pair_of_the_demo_is_found_by_wording_alone():
    """Expected: of the seven with a counterpart at least six have it among the first two, and four as the first."""
    comparison, flemish, dutch = demo_pair()
    found = suggested(comparison, most=2)
    expected = {about: flemish[about] for about in dutch if about in flemish}
    firsts = {about: [each.source for each in found[dutch[about].pk]] for about in expected}
    among = [about for about, source in expected.items() if source in firsts[about]]
    first = [about for about, source in expected.items() if firsts[about][:1] == [source]]
    assert len(expected) == 7
    assert len(among) >= 6, f"not among the first two: {set(expected) - set(among)}"
    assert len(first) >= 5, f"not the first: {set(expected) - set(first)}"


def test_what_has_no_counterpart_is_not_offered_one_with_certainty():
    comparison, _flemish, dutch = demo_pair()
    found = suggested(comparison)
    assert max((each.score for each in found[dutch["coaches"].pk]), default=0) < 0.2


def test_a_shared_skill_goes_before_wording_and_says_so():
    comparison, flemish, dutch = demo_pair()
    link(SkillFactory(title="een team leiden"), flemish["bearings"], dutch["coaches"])
    best = suggested(comparison)[dutch["coaches"].pk][0]
    assert best.source == flemish["bearings"]
    assert best.skills == ["een team leiden"]


def test_a_word_that_all_use_says_nothing():
    comparison, *_ = demo_pair()
    source = CompetenceFactory(qualification=comparison.source, title="Kennis van veiligheid")
    for each in (*comparison.source.competences.all(), *comparison.target.competences.all()):
        each.elements.create(kind="knowledge", text="Kennis van veiligheid")
    found = suggested(comparison)
    assert all(source not in [each.source for each in offered] for offered in found.values())


def test_frames_of_any_size_take_the_same_number_of_queries(django_assert_num_queries):
    comparison, *_ = demo_pair()
    with django_assert_num_queries(6):  # of each frame: competences, elements, links to ESCO (none: no skills to read)
        suggested(comparison)
