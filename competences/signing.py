"""Who signs for which side, and what it is that they sign."""

import hashlib
import json
from collections.abc import Iterable

from django.db.models import QuerySet

from competences.models import AuthorisedDescription, SignOff
from les_portal.accounts.models import User
from les_portal.organisations.models import Membership, Organisation

# What a signature is for. Not who offers the programme today, nor numbers and days that are given afterwards.
SIGNED = (
    *("source", "target", "lines", "summary", "differences", "strengths", "entry", "legal_basis"),
    *("regulated", "regulated_note", "signposts"),
)


def authorities(country: str) -> QuerySet[Organisation]:
    """The organisations of a side that have somebody who may sign."""
    held = Membership.objects.filter(role=Membership.Role.AUTHORISER, user__is_active=True)
    return Organisation.objects.filter(country=country, pk__in=held.values("organisation"))


def sides(description: AuthorisedDescription) -> dict[str, int | None]:
    """By side of the border, the source's first: the organisation that was chosen to sign for it."""
    comparison = description.comparison
    return {
        comparison.source.country: description.source_authority_id,
        comparison.target.country: description.target_authority_id,
    }


def authority(description: AuthorisedDescription, country: str) -> Organisation | None:
    """The chosen one; else whoever was asked before for this pair; else the first that can."""
    able = {row.pk: row for row in authorities(country).order_by("pk")}
    chosen = sides(description)[country]
    if chosen:
        return able.get(chosen)
    earlier = SignOff.objects.filter(description__comparison=description.comparison_id, country=country)
    last = earlier.order_by("-pk").values_list("organisation", flat=True).first()
    return able.get(last) or next(iter(able.values()), None)


def signers(organisation: int) -> QuerySet[User]:
    held = {"memberships__organisation": organisation, "memberships__role": Membership.Role.AUTHORISER}
    return User.objects.filter(is_active=True, **held).distinct()


def hands(description: AuthorisedDescription) -> set[int]:
    """Whoever wrote in it or compared for it: they do not sign it."""
    teachers = description.comparison.raters.exclude(user=None).values_list("user", flat=True)
    return {*teachers, *description.contributors.values_list("pk", flat=True)}


def fingerprint(gathered: dict) -> str:
    """Of what is signed, so that both sides sign the same. SHA-256 in hex."""
    signed = {name: gathered[name] for name in SIGNED}
    signed |= {side: _in_order(gathered[side]) for side in ("source", "target")}
    signed["law"] = sorted([row["slug"], row["regulated"]] for row in gathered["occupations"] if row["regulated"])
    return hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest()


def _in_order(frame: dict) -> dict:
    """Links to ESCO come in whichever order the database gives them."""
    competences: Iterable[dict] = frame["competences"]
    return frame | {
        "competences": [row | {"esco": sorted(row["esco"], key=lambda link: link["uri"])} for row in competences]
    }
