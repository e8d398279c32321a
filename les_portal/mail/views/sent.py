from django.views.generic import ListView

from les_portal.mail.models import Mail


class Sent(ListView):
    """What somebody caused, and whether it arrived: nobody sees another's."""

    template_name = "mail/sent.html"
    context_object_name = "mails"
    paginate_by = 25

    def get_queryset(self):
        return Mail.objects.caused_by(self.request.user)
