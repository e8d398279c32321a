from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from les_portal.mail.models import Mail
from les_portal.mail.sending import Address
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SENT = "/en/mail/sent/"


def rows(client, address=SENT) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]


def test_sent_shows_to_whom_what_and_whether_it_arrived(client_of, anna, finn, write):
    write(finn, sender=anna, change="A place for you")
    write(Address("new@example.org", "nl"), sender=anna, change="An invitation")
    Mail.objects.filter(recipient=finn).update(state="sent", sent_at=timezone.now())
    invitation, place = rows(client_of(anna))
    assert place.startswith("Finn O'Brien A place for you Sent ")
    assert invitation.startswith("new@example.org An invitation On its way ")
    assert "finn@example.org" not in place


def test_sent_is_ones_own(client_of, anna, chloe, finn, write):
    write(finn, sender=anna)
    write(finn)  # because of nobody
    assert rows(client_of(chloe)) == []
    assert rows(client_of(finn)) == [], "who gets it did not cause it"
    assert BeautifulSoup(client_of(chloe).get(SENT).content, "html.parser").find(class_="empty")


def test_what_did_not_arrive_stands_first_in_words(client_of, anna, finn, write):
    for number in range(3):
        write(finn, sender=anna, change=f"Mail {number}")
    first, second, _ = Mail.objects.order_by("pk")
    Mail.objects.filter(pk=first.pk).update(state="failed", problem="unreachable")
    Mail.objects.filter(pk=second.pk).update(state="bounced", problem="unknown", answer="5.1.1")
    shown = rows(client_of(anna))
    assert "Mail 1 Came back This address does not exist. Ask the person for the right one. (5.1.1)" in shown[0]
    assert "Mail 0 Could not be delivered For a whole day" in shown[1]
    assert "Mail 2 On its way" in shown[2]


def test_sent_has_pages(client_of, anna, finn, write):
    for _ in range(26):
        write(finn, sender=anna)
    assert (len(rows(client_of(anna))), len(rows(client_of(anna), SENT + "?page=2"))) == (25, 1)


def test_sent_asks_the_database_as_often_for_many(client_of, anna, write, queries_stay_constant):
    def make(number):
        for _ in range(number):
            write(UserFactory(), sender=anna)

    queries_stay_constant(SENT, make, rows=20, client=client_of(anna))


def test_problems_are_of_lately_and_ones_own(anna, chloe, finn, write):
    recent, old, arrived = (write(finn, sender=anna) for _ in range(3))
    Mail.objects.exclude(pk=arrived.pk).update(state="failed", problem="refused")
    Mail.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert list(Mail.objects.problems_of(anna)) == [recent]
    assert list(Mail.objects.problems_of(chloe)) == []


@pytest.mark.parametrize("state", Mail.State)
def test_every_state_has_a_tone(state):
    assert Mail(state=state.value).tone in {"", "good", "bad"}
