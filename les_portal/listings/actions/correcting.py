"""What becomes of a correction that a visitor proposed."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.actions.revising import revise
from les_portal.listings.correctable import Fact, Page, Target, fact_of, school_of
from les_portal.listings.models import Correction, Revision
from les_portal.listings.notifications import ANSWERS, CORRECTIONS, told_of
from les_portal.mail.models import Mail
from les_portal.mail.sending import Address, send
from les_portal.workflow.engine import NotNow, workflow_of
from programmes.models import Programme
from schools.models import Campus, School

CORRECTED = verb("listings.correction.take_over", gettext_lazy("took over what a visitor proposed"))
UNANSWERED = timedelta(days=90)  # after which an address is forgotten all the same


def propose(page: Page, fact: Fact, *, proposal: str, reason: str, email: str, ticket: UUID) -> Correction:
    """Once for each ticket, however often it is sent."""
    about = {type(page)._meta.model_name: page, "school": school_of(page)}
    try:
        with transaction.atomic():
            return Correction.objects.create(
                **about,
                field=fact.name,
                current=fact.shown,
                proposal=proposal,
                reason=reason,
                email=email,
                language=get_language(),
                ticket=ticket,
            )
    except IntegrityError:
        return Correction.objects.get(ticket=ticket)


def fact_now(correction: Correction) -> Fact:
    """What the page says now, in the language in which the visitor read it."""
    with override(correction.language):
        shown = fact_of(correction.about, correction.field).shown
    return fact_of(correction.about, correction.field)._replace(shown=shown)


def clean(target: Target, value: object) -> object:
    """As it can be written. Raises ValidationError."""
    field = target.field
    if isinstance(value, str) and not isinstance(field, models.TextField):
        value = " ".join(value.split())  # who proposes it writes into a box of several lines
    if value not in ("", None):
        return field.clean(value, target.row)
    # A translated column may be empty where the text itself may not: no page goes without its name.
    if not field.blank or not getattr(field, "translated_field", field).blank:
        raise ValidationError(field.error_messages["blank"])
    return "" if field.empty_strings_allowed else None


def value_of(correction: Correction, target: Target) -> object:
    """What the school made of it, or else the visitor's own words. Raises ValidationError."""
    return clean(target, correction.agreed["value"] if correction.agreed else correction.proposal.strip())


def accept(correction: Correction, *, value: object, by, comment: str) -> None:
    """With a value of the school's own. Raises what `Workflow.run` raises."""
    with transaction.atomic():
        # First, because it is the lock.
        if not Correction.objects.open().filter(pk=correction.pk).update(agreed={"value": value}):
            raise NotNow
        workflow_of(correction).run("accept", correction, by=by, comment=comment)


def take_over(correction: Correction, *, by) -> bool:
    """Whether visitors see it from now on. Inside a transaction. Raises NotReady, or NotNow as `revise` does."""
    target = fact_of(correction.about, correction.field).target
    if target is None:
        return False
    value = value_of(correction, target)
    if isinstance(target.row, Programme):
        revision = revise(target.row, {target.name: value}, by=by, comment=_("A visitor proposed it."))
        return revision is None or revision.status == Revision.Status.APPLIED
    _write(correction.about, target, value, by=by)
    return True


def _write(page: School | Campus, target: Target, value: object, *, by) -> None:
    before = target.value
    if before != value:
        setattr(target.row, target.name, value)
        # Only that: whoever edits the rest at this moment loses nothing.
        target.row.save(update_fields=[target.name, *(["sort_key"] if target.name == "name" else [])])
        record(CORRECTED, page, by=by, changes={target.name: [before, value]})


def answer(correction: Correction, *, comment: str, is_seen: bool = False) -> None:
    """Inside a transaction. Once the mail is written nobody knows the address any more but the mail."""
    correction.answer, correction.answered_at = comment, timezone.now()
    if correction.email:
        to = Address(correction.email, correction.language)
        context = {"correction": correction, "is_seen": is_seen}
        send("listings/correction_answered", to=to, kind=ANSWERS, context=context, about=correction)
    correction.email = ""
    correction.save(update_fields=["answer", "answered_at", "email"])


def tell_keepers(pks: list[int]) -> None:
    """One mail to each, in the transaction that calls its job done."""
    untold = Correction.objects.open().filter(pk__in=pks, told_at=None)
    found = list(untold.with_page())
    untold.update(told_at=timezone.now())
    for person, theirs in told_of(found).items():
        send("listings/corrections_proposed", to=person, kind=CORRECTIONS, context={"corrections": theirs})


def forget_addresses() -> None:
    """Of who was answered, once the answer has arrived or cannot; and of who waited in vain."""
    ended = [Mail.State.SENT, Mail.State.FAILED, Mail.State.BOUNCED]
    Mail.objects.filter(kind=ANSWERS.code, state__in=ended).exclude(to_email="").update(to_email="")
    long_ago = timezone.now() - UNANSWERED
    Correction.objects.open().filter(at__lt=long_ago).exclude(email="").update(email="")


def problem_of(correction: Correction) -> str:
    """The sentence that says why its value cannot be taken over as it is, or ""."""
    fact = fact_of(correction.about, correction.field)
    if fact.target is None:
        return ""
    try:
        value_of(correction, fact.target)
    except ValidationError as error:
        return f"{fact.label}: {' '.join(error.messages)}"
    return ""
