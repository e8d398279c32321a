from collections import Counter

from django.contrib.auth.hashers import make_password

from les_portal.accounts.models import User
from les_portal.organisations.actions.joining import ask
from les_portal.organisations.models import Membership, Organisation
from les_portal.pages.demo import second_step
from les_portal.pages.demo.fixtures import Known


def with_password(people: list[dict], password: str) -> list[dict]:
    """Hashed before the transaction starts, because a good hash is slow on purpose; only for who is new."""
    there = set(User.objects.values_list("email", flat=True))
    return [row if row["email"] in there else row | {"password": make_password(password)} for row in people]


def load(people: list[dict], made: Counter) -> None:
    organisations = Known.by("slug", Organisation.objects.all())
    for row in people:
        if "password" in row:
            _make(row, organisations)
            made["people"] += 1
    _give_second_steps(people, made)


def _make(row: dict, organisations: Known) -> None:
    columns = ("email", "name", "language", "is_staff", "password")
    user = User.objects.create(**{column: row[column] for column in columns})
    for slug, role in {row["organisation"]: row["role"], **row.get("also", {})}.items():
        Membership.objects.create(user=user, organisation=organisations[slug], role=role)
    if asks := row.get("asks"):
        ask(organisations[asks["organisation"]], role=asks["role"], message=asks["message"], by=user)


def _give_second_steps(people: list[dict], made: Counter) -> None:
    """Also to who was made before their role asked for one: without it they could do nothing any more."""
    emails = [row["email"] for row in people if second_step.needs_one(row)]
    for user in User.objects.filter(email__in=emails):
        if not user.has_second_step:
            second_step.add_to(user)
            made["second steps at sign-in"] += 1
