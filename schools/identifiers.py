"""The official numbers of schools and places: what they look like, and the sentence for one that does not.

Sources: DUO (BRIN), Flemish Ministry of Education (institution numbers), bpost and PostNL (post codes).
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.nl import brin, postcode

from les_portal.organisations.models import Country


def institution_number(number: str) -> str:
    """Six digits; a zero that a spreadsheet ate comes back. Raises ValidationError."""
    digits = number.strip().zfill(6)
    if re.fullmatch(r"\d{6}", digits) and int(digits):
        return digits
    raise ValidationError(
        _("“%(number)s” is not a Flemish institution number: six digits, such as 027284."), params={"number": number}
    )


def brin_number(number: str) -> str:
    """Two digits and two letters, the institution without its site. Raises ValidationError."""
    try:
        found = brin.validate(number)
    except StdnumError:
        found = ""
    if len(found) == 4:
        return found
    raise ValidationError(
        _("“%(number)s” is not a BRIN: two digits and two letters, such as 25PV."), params={"number": number}
    )


def post_code(country: str, text: str) -> str:
    """Four digits in Belgium; four digits, a space and two letters in the Netherlands, or the digits alone.

    Other countries keep theirs. Raises ValidationError.
    """
    text = text.strip().upper()
    if country == Country.BE and not re.fullmatch(r"[1-9]\d{3}", text):
        raise ValidationError(
            _("“%(code)s” is not a Belgian post code: four digits, such as 9000."), params={"code": text}
        )
    if country == Country.NL and not re.fullmatch(r"[1-9]\d{3}", text):
        try:
            return postcode.validate(text)
        except StdnumError as error:
            raise ValidationError(
                _("“%(code)s” is not a Dutch post code: four digits and two letters, such as 4535 HA."),
                params={"code": text},
            ) from error
    return text
