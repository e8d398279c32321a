"""The promises about frames hold after what people do, and damage is found."""

import pytest
from django.urls import reverse

from competences.frame_promises import frames, proposals
from competences.models import Competence, CompetenceGroup, Proposal
from tests.factories.competences import CompetenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(qualification) -> Proposal:
    return Proposal.objects.create(qualification=qualification, label="meten", uri="https://example.org/1", source="x")


@pytest.mark.parametrize("what", ["adopt", "refuse"])
def test_they_hold_after_what_people_do(browser, qualification, proposal, what):
    address = reverse("frames:add", args=[qualification.slug])
    data = {"lines": "# K1 Groep\nTravaille", "type": "specific", "written_in": "fr", "source": ""}
    browser.post(address, data)
    browser.post(reverse("frames:decide", args=[qualification.slug]), {"do": what, "skill": [proposal.pk]})
    proposal.refresh_from_db()
    assert proposal.state != "open"
    assert [*frames(), *proposals()] == []


def test_group_of_another_frame_and_missing_words_are_found(qualification, dutch):
    group = CompetenceGroup.objects.create(qualification=dutch, title_nl="Van hen")
    CompetenceFactory(qualification=qualification, group=group)
    bare = CompetenceFactory(qualification=qualification)
    Competence.objects.filter(pk=bare.pk).update(written_in="fr")
    assert len(list(frames())) == 2


@pytest.mark.parametrize("damage", [{"state": "refused"}, {"state": "adopted"}, {"competence": True}])
def test_half_a_decision_is_found(qualification, dutch, proposal, damage):
    if "competence" in damage:
        damage = {"competence": CompetenceFactory(qualification=dutch)}
    Proposal.objects.filter(pk=proposal.pk).update(**damage)
    assert len(list(proposals())) == 1
