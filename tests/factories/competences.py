import factory
from django.utils import timezone

from competences.models import (
    AuthorisedDescription,
    Comparison,
    Competence,
    Element,
    Line,
    Rater,
    Relation,
    SignOff,
    Signpost,
    Skill,
)
from les_portal.organisations.models import Membership
from les_portal.workflow.engine import workflow_of
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import QualificationFactory, the_level


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    uri = factory.Sequence(lambda n: f"http://data.europa.eu/esco/skill/{n:08d}")
    title = factory.Sequence(lambda n: f"vaardigheid {n}")


class CompetenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competence

    qualification = factory.SubFactory(QualificationFactory)
    title = factory.Sequence(lambda n: f"Onderhoudt installatie {n}")
    position = factory.Sequence(lambda n: n)


class ElementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Element

    competence = factory.SubFactory(CompetenceFactory)
    kind = Element.Kind.KNOWLEDGE
    text = factory.Sequence(lambda n: f"Kennis van onderdeel {n}")


class ComparisonFactory(factory.django.DjangoModelFactory):
    """A Flemish diploma with a Dutch one. With `sources=2, targets=3`: frames of so many competences."""

    class Meta:
        model = Comparison
        skip_postgeneration_save = True

    source = factory.SubFactory(
        QualificationFactory, country="be", kind="bk", level=factory.LazyFunction(lambda: the_level("VKS", "4"))
    )
    target = factory.SubFactory(
        QualificationFactory, country="nl", kind="crebo", level=factory.LazyFunction(lambda: the_level("NLQF", "4"))
    )
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def sources(self, create, number, **kwargs):
        for _n in range(number or 0):
            CompetenceFactory(qualification=self.source)

    @factory.post_generation
    def targets(self, create, number, **kwargs):
        for _n in range(number or 0):
            CompetenceFactory(qualification=self.target)


class RaterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rater

    comparison = factory.SubFactory(ComparisonFactory)
    user = factory.SubFactory(UserFactory)
    country = "be"


class SignpostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signpost

    code = factory.Sequence(lambda n: f"signpost-{n}")
    case = Signpost.Case.LEVEL
    origin = "be"
    country = "nl"
    body = "IDW"
    text = "Vraag het daar."
    valid_from = "2026-01-01"
    source = "idw.nl"


def concluded(relations: str = "=≈−+", **kwargs) -> Comparison:
    """A comparison with a settled line for each sign, in that order: `=`, `≈`, `−` of the target, `+` of the source."""
    comparison = ComparisonFactory(status=Comparison.Status.CONCLUDED, **kwargs)
    by_sign = {relation.sign: relation for relation in Relation}
    for sign in relations:
        settle(comparison, by_sign[sign])
    return comparison


def settle(comparison: Comparison, relation: Relation) -> Line:
    of = comparison.source if relation == Relation.EXTRA else comparison.target
    line = Line.objects.create(
        comparison=comparison,
        competence=CompetenceFactory(qualification=of),
        relation=relation,
        outcome=Line.Outcome.SETTLED,
        note="Anders." if relation in (Relation.PARTIAL, Relation.MISSING) else "",
    )
    if relation in (Relation.EQUIVALENT, Relation.PARTIAL):
        line.sources.add(CompetenceFactory(qualification=comparison.source))
    return line


class DescriptionFactory(factory.django.DjangoModelFactory):
    """Complete, of a concluded comparison, so that it can be submitted."""

    class Meta:
        model = AuthorisedDescription

    comparison = factory.LazyFunction(concluded)
    summary = "Deze houder kan het meeste van wat de andere kant vraagt."
    regulated = AuthorisedDescription.Regulated.NO


def authoriser(country: str):
    """Somebody who may sign for an organisation of that side, with the second step that it asks for."""
    organisation = OrganisationFactory(kind="network", country=country)
    membership = MembershipFactory(organisation=organisation, role=Membership.Role.AUTHORISER)
    SecondStepFactory(user=membership.user)
    return membership.user


def network_administrator():
    membership = MembershipFactory(
        organisation=OrganisationFactory(kind="network"), role=Membership.Role.NETWORK_ADMINISTRATOR
    )
    SecondStepFactory(user=membership.user)
    return membership.user


def in_review(by=None, **kwargs) -> AuthorisedDescription:
    """Submitted, waiting for both signatures; `authoriser` of either side can be asked from its sign-offs."""
    for country in ("be", "nl"):
        authoriser(country)
    description = DescriptionFactory(**kwargs)
    workflow_of(description).run("submit", description, by=by or network_administrator())
    return description


def signer(sign_off: SignOff):
    return sign_off.organisation.memberships.get(role=Membership.Role.AUTHORISER).user


def authorised(**kwargs) -> AuthorisedDescription:
    description = in_review(**kwargs)
    for sign_off in description.sign_offs.all():
        workflow_of(sign_off).run("sign", sign_off, by=signer(sign_off))
    description.refresh_from_db()
    return description


def counting(**kwargs) -> AuthorisedDescription:
    """Published as far as visitors are concerned, its papers still to be made: for what asks no PDF."""
    description = authorised(**kwargs)
    AuthorisedDescription.objects.filter(pk=description.pk).update(
        status=AuthorisedDescription.Status.PUBLISHED, is_current=True, published_at=timezone.now()
    )
    description.refresh_from_db()
    return description
