"""What registers write in their cells -> what it means. Empty stays empty; what makes no sense raises ValueError."""

import re
from datetime import date, datetime
from math import isfinite

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

_PHONE = re.compile(r"\+?[\d\s/().-]{6,40}")
_SEPARATORS = re.compile(r"[._-]+")
_check_website = URLValidator(schemes=["http", "https"])

NO_DATE = {date(1, 1, 1), date(4444, 12, 31)}
SMALL_WORDS = {"aan", "bij", "de", "den", "der", "en", "het", "in", "op", "over", "onder", "te", "ten", "ter", "van"}
# Mailboxes of an office. `post` or `mail` would let "postma" through, so these must be the whole word.
OFFICES = ("info", "secretariaat", "school", "onthaal", "administratie", "contact", "directie", "bureau", "campus")
WHOLE_OFFICES = {
    "post", "mail", "algemeen", "receptie", "office", "atheneum", "college", "lyceum", "instituut", "humaniora",
    "middenschool", "hogeschool", "vti", "vto", "kta", "gti", "pti", "rtc", "buso", "cvo", "leerlingenadministratie",
}  # fmt: skip


def text(value: str) -> str:
    """One space between words, no control characters; a register's single space is empty."""
    if not value.isprintable():
        value = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(value.split())


def day(value: str) -> date | None:
    """`31/08/2022`, `2022-08-31`; the registers' words for "no date" are None."""
    value = text(value).split(" ")[0]
    if not value:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%Y%m%d"):
        try:
            found = datetime.strptime(value, form).date()
        except ValueError:
            continue
        return None if found in NO_DATE else found
    raise ValueError(value)


def number(value: str) -> float | None:
    """`66497`, `66497,5`; 0 is how a register says that it does not know."""
    value = text(value).replace(",", ".")
    if not value:
        return None
    found = float(value)
    if not isfinite(found):
        raise ValueError(value)
    return found or None


def enterprise_number(value: str) -> str:
    """`"KBO  0267.381.290"` with its extra quotes -> `0267.381.290`; whoever stores it checks the digits."""
    return re.sub(r"(?i)^(kbo|bce|be)\b[\s:.]*", "", text(value.replace('"', ""))).strip()


def is_establishment_number(value: str) -> bool:
    """`2999.001.062`: of one building of an enterprise. Ten digits from 2 to 8 on, with the same check."""
    digits = "".join(c for c in value if c.isdigit())
    return len(digits) == 10 and digits[0] in "2345678" and 97 - int(digits[:8]) % 97 == int(digits[8:])


def phone(value: str) -> str:
    value = text(value)
    return value if is_phone(value) else ""


def is_phone(value: str) -> bool:
    return bool(_PHONE.fullmatch(text(value))) and sum(c.isdigit() for c in value) >= 6


def website(value: str) -> str:
    """With a scheme. Raises ValueError for what cannot be opened."""
    value = text(value)
    if not value:
        return ""
    value = re.sub(r"(?i)^(https?)(?::/*|/+)", r"\1://", value.replace("\\", "/"))  # `http:\\`, `https//`
    address = value if "://" in value else f"https://{value}"
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme.lower()}://{host.lower()}{slash + path if path else ''}"
    try:
        if len(address) > 200 or "@" in host:
            raise ValidationError("")
        _check_website(address)
    except ValidationError as error:
        raise ValueError(value) from error
    return address


def mailbox(value: str, *, site: str, name: str) -> str:
    """The address if it is an office's; empty if it may be a person's. Raises ValueError if it is no address."""
    value = text(value)
    if not value:
        return ""
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError from error  # without the value: it may be somebody's
    local, _, domain = value.lower().partition("@")
    own = _squash(name) + _squash(site)
    return value if _is_office(local, own) or _is_the_school(local, domain, own) else ""


def _is_office(local: str, own: str) -> bool:
    """`info.campusvti` is, `info.jan.peeters` is not: what follows the office must be of the school."""
    office, *rest = [word for word in _SEPARATORS.split(local) if word] or [""]
    return (office.startswith(OFFICES) or office in WHOLE_OFFICES) and all(
        len(word) <= 2 or word.startswith("campus") or word in WHOLE_OFFICES or word in own for word in rest
    )


def _is_the_school(local: str, domain: str, own: str) -> bool:
    """`kavoskenslaan@kavoskenslaan.be`, where the register's name or website has that word too."""
    label = _squash(domain.split(".")[0])
    return label == _squash(local) and label in own


def _squash(value: str) -> str:
    return "".join(c for c in value.casefold() if c.isalnum())


def house_number(value: str, box: str = "") -> str:
    """As the register writes it (`1A`, `14_2`, `65-75`), with its box: `86C bus 209`."""
    value, box = text(value), text(box)
    if box and not re.match(r"(?i)bus\b", box):
        box = f"bus {box}"
    return f"{value} {box}".strip()


def dutch_house_number(value: str, letter: str = "", addition: str = "") -> str:
    """`4-A` and `4` with the letter `a` are the same door: `4A`. A range such as `7-13` stays one."""
    value = text(value) + text(letter).upper()
    value = re.sub(r"^(\d+)-([A-Za-z])$", lambda m: m[1] + m[2].upper(), value)
    return f"{value}-{text(addition)}" if text(addition) else value


def dutch_postcode(value: str) -> str:
    """`4334 BK` -> `4334BK`."""
    value = text(value).replace(" ", "").upper()
    if not re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", value):
        raise ValueError(value)
    return value


def belgian_postcode(value: str) -> str:
    value = text(value)
    if not re.fullmatch(r"[1-9]\d{3}", value):
        raise ValueError(value)
    return value


def codes(value: str) -> list[str]:
    """`321-321-321` -> ["321"], `VBO/MAVO` -> ["MAVO", "VBO"]."""
    return sorted(set(re.split(r"[^0-9A-Za-z]+", text(value).upper())) - {""})


def place_name(value: str) -> str:
    """`'S-HEERENHOEK` -> `'s-Heerenhoek`, `SAS VAN GENT` -> `Sas van Gent`. Mixed case is left as it is."""
    value = text(value)
    if not value.isupper():
        return value
    words = re.split(r"([\s-]+)", value.lower())
    return "".join(word if position and word in SMALL_WORDS else _capital(word) for position, word in enumerate(words))


def _capital(word: str) -> str:
    if word in ("'s", "'t", "\u2019s", "\u2019t"):
        return word
    if word.startswith("ij"):
        return f"IJ{word[2:]}"
    return word[:1].upper() + word[1:]
