from django.utils.translation import gettext as _

from les_portal.accounts.models import User
from les_portal.accounts.second_step import asks_second_step


@asks_second_step
def open_the_administration(user: User) -> list[str]:
    return [_("open the technical administration")] if user.is_staff else []
