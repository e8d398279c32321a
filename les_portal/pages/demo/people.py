from collections import Counter

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from les_portal.organisations.models import Membership, Organisation
from les_portal.pages.demo.fixtures import Known


def with_password(people: list[dict], password: str) -> list[dict]:
    """Hashed before the transaction starts, because a good hash is slow on purpose; only for who is new."""
    there = set(get_user_model().objects.values_list("email", flat=True))
    return [row | {"password": make_password(password)} for row in people if row["email"] not in there]


def load(people: list[dict], made: Counter) -> None:
    organisations = Known.by("slug", Organisation.objects.all())
    for row in people:
        role, organisation = row.pop("role"), organisations[row.pop("organisation")]
        user = get_user_model().objects.create(**row)
        Membership.objects.create(user=user, organisation=organisation, role=role)
        made["people"] += 1
