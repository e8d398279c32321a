"""`python -m tests.les_portal.counts.racer`: one of several that count the same page at once, as often as asked."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from les_portal.counts.models import Count  # noqa: E402


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
        time.sleep(0.001)
        Count.objects.update_or_create(**key, defaults={"number": number + 1})
    return times


HOW = {"beacons": send_beacons, "unguarded": count_unguarded}


def main() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        command = json.loads(line)
        time.sleep(max(0, command["at"] - time.time()))
        done = HOW[command["how"]](command["pk"], command["times"], command["network"])
        connection.close()
        sys.stdout.write(json.dumps({"done": done}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
