"""`python -m tests.les_portal.counts.racer`: one of several that count the same page at once, as often as asked."""

import django

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from les_portal.counts.models import Count  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def send_beacons(pk: int, times: int, network: int) -> int:
    """How many were answered. Each comes from a network of its own."""
    client = Client()
    said = {"data": f"view programme {pk}", "content_type": "text/plain", "HTTP_SEC_FETCH_SITE": "same-origin"}
    said |= {"HTTP_USER_AGENT": "Mozilla/5.0", "HTTP_HOST": "127.0.0.1"}
    answers = [client.post("/count/", **said, REMOTE_ADDR=f"10.0.{network}.{each}") for each in range(times)]
    return sum(answer.status_code == 204 for answer in answers)


def count_unguarded(pk: int, times: int, network: int) -> int:
    """The control: read, add, write."""
    for _time in range(times):
        key = {"kind": "programme", "object_id": pk, "day": timezone.localdate(), "event": "view"}
        number = Count.objects.filter(**key).values_list("number", flat=True).first() or 0
        racer.wait_until_all_have_looked()
        Count.objects.update_or_create(**key, defaults={"number": number + 1})
    return times


HOW = {"beacons": send_beacons, "unguarded": count_unguarded}


def attempt(how: str, pk: int, times: int, network: int) -> object:
    return racer.race(lambda: HOW[how](pk, times, network))


if __name__ == "__main__":
    racer.answer_each(attempt)
