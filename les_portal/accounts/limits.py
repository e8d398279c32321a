"""How often somebody may ask for something: a bucket in the database, so that it holds without a broker.

A bucket runs empty by asking and fills again with time. All of it is one number, the moment when it will be full, so
that one conditional update both asks and takes, whatever else happens at that moment.
"""

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.db.models import F
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from les_portal.accounts.models import Bucket

SECOND = 1_000_000  # buckets count in microseconds
KEPT = 3600 * SECOND  # after it was full again, which is when it stopped to mean anything
NETWORK = {4: 32, 6: 64}  # of an IPv6 address the half that one connection gets


@dataclass(frozen=True)
class Limit:
    """So many times per period, together or spread."""

    name: str
    times: int
    per: timedelta

    def take(self, who: str) -> int:
        """0 when `who` may, which is counted; else the seconds until they may."""
        key, now, one = self._key(who), time.time_ns() // 1000, self._period // self.times
        bucket = Bucket.objects.filter(key=key)
        if bucket.filter(full_at__lte=now + self._period - one).update(full_at=Greatest(F("full_at"), now) + one):
            return 0
        full_at = bucket.values_list("full_at", flat=True).first()
        if full_at is None:
            Bucket.objects.bulk_create([Bucket(key=key, full_at=now)], ignore_conflicts=True)
            Bucket.objects.filter(full_at__lt=now - KEPT).delete()
            return self.take(who)
        return max(1, math.ceil((full_at + one - self._period - now) / SECOND))

    @property
    def _period(self) -> int:
        return self.per // timedelta(microseconds=1)

    def _key(self, who: str) -> str:
        """Who asked cannot be read from it."""
        return salted_hmac(f"limit:{self.name}", who, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network that a request comes from, as sign-in sees it too."""
    address = ip_address(get_adapter().get_client_ip(request))
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, NETWORK[address.version]), strict=False))
