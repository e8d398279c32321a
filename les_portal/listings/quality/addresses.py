"""Which addresses the portal opens: on anybody's internet, and never inside the network that it runs in itself.

A name is looked up once, every answer is looked at, and the connection is made to that very answer: whoever answers
otherwise a moment later leads nowhere. It is done again for each address that a website leads on to.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from les_portal.listings.models import WebsiteCheck

Problem = WebsiteCheck.Problem

PORTS = {"http": 80, "https": 443}
THROUGH_A_GATEWAY = IPv6Network("64:ff9b::/96")  # an IPv4 address written as an IPv6 one


class Refused(Exception):
    """Not opened at all."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


class Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str
    addresses: list[str]  # of the host, each one allowed


def target_of(url: str) -> Target:
    """Raises Refused, or OSError when the name is not known."""
    try:
        parts = urlsplit(url)
        usual = PORTS[parts.scheme]  # also of one that names its port: gopher://school.example:80/
        port = parts.port or usual
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (KeyError, ValueError) as error:  # a UnicodeError is one too
        raise Refused(Problem.ADDRESS) from error
    if not host or parts.username is not None or parts.password is not None:
        raise Refused(Problem.ADDRESS)
    path = iri_to_uri(parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl())
    return Target(parts.scheme, host, port, path, _look_up(host, port))


def _look_up(host: str, port: int) -> list[str]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [address for *_rest, (address, *_port) in answers]
    for address in addresses:
        if f"{address}:{port}" in settings.WEBSITES_ALSO_AT:
            continue
        if port not in PORTS.values():
            raise Refused(Problem.ADDRESS)
        if not is_public(address):
            raise Refused(Problem.PRIVATE)
    return addresses


def is_public(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if inside := _inside(found):
            return all(is_public(str(each)) for each in inside)
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _inside(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in THROUGH_A_GATEWAY:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each]
