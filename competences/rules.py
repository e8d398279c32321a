import rules

from competences.models import AuthorisedDescription, Comparison, Rater, SignOff
from competences.querysets import KEEPERS
from les_portal.organisations.models import Membership, Organisation
from les_portal.organisations.rules import has_role_in, is_network_administrator, roles_of
from programmes.models import Qualification

Role = Membership.Role
Status = AuthorisedDescription.Status


def comparison_of(obj) -> Comparison:
    """Of a comparison itself, a rater, a description or a signature."""
    if isinstance(obj, SignOff):
        obj = obj.description
    return obj if isinstance(obj, Comparison) else obj.comparison


def keeper_of(obj) -> int:
    return comparison_of(obj).organisation_id


def signer_of(sign_off: SignOff) -> int:
    return sign_off.organisation_id


@rules.predicate
def keeps_somewhere(user) -> bool:
    """Whoever keeps something for a school or for a partner of the network."""
    return any(held & KEEPERS for held in roles_of(user).values())


@rules.predicate
def keeps_on_that_side(user, qualification: Qualification | None) -> bool:
    """Whoever keeps listings of a school on the side of this qualification."""
    if qualification is None:
        return False
    kept = [organisation for organisation, held in roles_of(user).items() if held & KEEPERS]
    return Organisation.objects.filter(pk__in=kept, country=qualification.country).exists()


@rules.predicate
def is_rater(user, obj) -> bool:
    return obj is not None and comparison_of(obj).raters.filter(user=user.pk).exists()


@rules.predicate
def is_this_rater(user, rater: Rater | None) -> bool:
    return rater is not None and rater.user_id == user.pk


@rules.predicate
def signs_some_of_it(user, obj) -> bool:
    signed = [organisation for organisation, held in roles_of(user).items() if Role.AUTHORISER in held]
    asked = SignOff.objects.filter(description__comparison=comparison_of(obj), organisation__in=signed)
    return bool(signed) and asked.exists()


@rules.predicate
def had_no_hand_in_it(user, sign_off: SignOff | None) -> bool:
    """Four eyes: who wrote, rated or signed for the other side does not sign."""
    if sign_off is None:
        return False
    description = sign_off.description
    wrote = description.contributors.filter(pk=user.pk).exists()
    signed = description.sign_offs.filter(round=sign_off.round, by=user.pk).exclude(pk=sign_off.pk).exists()
    return not (wrote or signed or is_rater(user, sign_off))


keeps = has_role_in(keeper_of, *KEEPERS) | is_network_administrator
writes = keeps | is_rater
signs = has_role_in(signer_of, Role.AUTHORISER)

rules.add_perm("competences.edit_frame", is_network_administrator | keeps_on_that_side)
rules.add_perm("competences.start_comparison", is_network_administrator | keeps_somewhere)
rules.add_perm("competences.view_comparison", writes | signs_some_of_it)
rules.add_perm("competences.keep_comparison", keeps)  # asks teachers, reopens
rules.add_perm("competences.finish_rating", is_this_rater)
rules.add_perm("competences.reconcile", is_rater)
rules.add_perm("competences.edit_description", writes)
rules.add_perm("competences.submit_description", writes)
rules.add_perm("competences.sign_signoff", signs & had_no_hand_in_it)
rules.add_perm("competences.publish_description", is_network_administrator)
rules.add_perm("competences.decide_description", is_network_administrator)  # under review: does it still hold?
rules.add_perm("competences.withdraw_description", is_network_administrator)
rules.add_perm("competences.see_statistics", is_network_administrator)

# Signposts are kept in the technical administration, which asks for permissions by these names.
rules.add_perm("competences", is_network_administrator)
for verb in ("view", "add", "change"):
    rules.add_perm(f"competences.{verb}_signpost", is_network_administrator)
