"""What waits for a person beside the workflows. Mail lies too low to know of an inbox."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from les_portal.mail.models import Mail
from les_portal.workflow.inbox import MOST, Waiting, also_waits


@also_waits
def mail_that_did_not_arrive(user) -> Iterator[Waiting]:
    url = reverse("mail:sent")
    for mail in Mail.objects.problems_of(user)[:MOST]:
        sentence = _("Your mail to %(name)s did not arrive. %(problem)s")
        yield Waiting(
            asked=sentence % {"name": mail.to_name or mail.to_email, "problem": mail.get_problem_display()},
            title=mail.subject,
            url=url,
            since=mail.created_at,
            state=mail.get_state_display(),
            tone=Mail.State(mail.state).tone,
        )
