"""A finding as a hint to its school: what to do, in a sentence, and the one link to where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.listings.models import Finding, WebsiteCheck
from les_portal.ui.templatetags.ui import eqf, language_in_sentence
from programmes.models import Programme
from schools.models import Campus, School

Code = Finding.Code

# In the order in which they matter to visitors.
TO_DO: dict[str, Promise] = {
    Code.NO_CONTACT: gettext_lazy("Say whom a visitor can ask"),
    Code.DEAD_WEBSITE: gettext_lazy("Mend the address of a website"),
    Code.NO_PLACE: gettext_lazy("Give it a place on the map"),
    Code.FAR_FROM_ADDRESS: gettext_lazy("Put it in its right place on the map"),
    Code.QUALIFICATION_EXPIRED: gettext_lazy("Choose the qualification that is valid now"),
    Code.LEVEL_OF_FORM: gettext_lazy("Look at the level again"),
    Code.OUTDATED_TRANSLATION: gettext_lazy("Bring a translation up to date"),
    Code.MISSING_LANGUAGE: gettext_lazy("Translate what is missing"),
    Code.QUALIFICATION_UNKNOWN: gettext_lazy("Choose a qualification that is in a register"),
    Code.NO_QUALIFICATION: gettext_lazy("Say which qualification it leads to"),
}
# The field that mends it, of a listing and of a campus.
FIELDS = {
    Code.NO_CONTACT: "email",
    Code.DEAD_WEBSITE: "website",
    Code.QUALIFICATION_EXPIRED: "qualification",
    Code.QUALIFICATION_UNKNOWN: "qualification",
    Code.NO_QUALIFICATION: "qualification",
    Code.LEVEL_OF_FORM: "level",
}
WHY_FAR = {
    "zero": gettext_lazy("On the map it lies in the Atlantic, at 0° north and 0° east."),
    "swapped": gettext_lazy("Its latitude and longitude have changed places."),
    "abroad": gettext_lazy("On the map it lies outside its country."),
    "far": gettext_lazy("On the map it lies %(km)s km away from post code %(postcode)s."),
}


@dataclass(frozen=True)
class Hint:
    finding: Finding
    about: School | Campus | Programme
    sentence: str
    url: str  # the field that mends it, for who may edit it


def hints_of(findings: Iterable[Finding]) -> list[Hint]:
    """Of rows with what they are about (`with_what_it_is_about`): no query more."""
    return [Hint(each, about(each), sentence(each), address(each)) for each in findings]


def about(finding: Finding) -> School | Campus | Programme:
    return finding.programme or finding.campus or finding.school


def sentence(finding: Finding) -> str:
    return SENTENCES[finding.code](finding)


def address(finding: Finding) -> str:
    organisation = finding.school.organisation.slug
    if finding.programme:
        return f"{reverse('listings:edit', args=[organisation, finding.programme.slug])}#at-{_field(finding)}"
    if finding.campus:
        place = f"id_{FIELDS[finding.code]}" if finding.code in FIELDS else "where-title"
        return f"{reverse('campuses:edit', args=[organisation, finding.campus.slug])}#{place}"
    return f"{reverse('quality:contact', args=[organisation])}#id_{FIELDS[finding.code]}"


def _field(finding: Finding) -> str:
    if finding.code == Code.MISSING_LANGUAGE:
        language = next(each for each, _name in settings.LANGUAGES if each in finding.details)
        return f"{finding.details[language][0]}_{language}"
    if finding.code == Code.OUTDATED_TRANSLATION:
        return min(finding.details)
    return FIELDS.get(finding.code, "campuses")


# --- sentences ----------------------------------------------------------------------------------


def _far(finding: Finding) -> str:
    return str(WHY_FAR[finding.details["why"]]) % finding.details


def _no_place(finding: Finding) -> str:
    if finding.programme:
        return _("It is taught at no campus that is open, so nobody finds it on the map.")
    return _("Its address has no place on the map yet, so nobody finds it there.")


def _no_contact(finding: Finding) -> str:
    if finding.programme:
        return _("Neither the listing nor the school gives a telephone number or an e-mail address.")
    return _("There is no telephone number and no e-mail address, neither of the school nor of a campus.")


def _expired(finding: Finding) -> str:
    day = date_format(date.fromisoformat(finding.details["valid_to"]), "DATE_FORMAT")
    qualification = finding.programme.qualification
    text = _("“%(title)s” was valid until %(day)s.") % {"title": qualification or "", "day": day}
    if qualification and qualification.successor:
        text += " " + _("It is followed by “%(title)s”.") % {"title": qualification.successor}
    return text


def _unknown(finding: Finding) -> str:
    title = finding.programme.qualification or ""
    return _("“%(title)s” has no code in a register, so nobody can look it up.") % {"title": title}


def _no_qualification(finding: Finding) -> str:
    return _("It does not say which diploma or certificate one gets.")


def _missing(finding: Finding) -> str:
    said = [
        _("Not yet in %(language)s: %(texts)s.") % {"language": language_in_sentence(code), "texts": _names(texts)}
        for code, _name in settings.LANGUAGES
        if (texts := finding.details.get(code))
    ]
    return " ".join(said)


def _outdated(finding: Finding) -> str:
    texts = {}
    for name in sorted(finding.details):
        text, _sign, language = name.rpartition("_")
        texts.setdefault(language, []).append(text)
    said = [
        _("The original changed after it was translated into %(language)s: %(texts)s.")
        % {"language": language_in_sentence(language), "texts": _names(names)}
        for language, names in texts.items()
    ]
    return " ".join(said)


def _names(texts: Iterable[str]) -> str:
    return ", ".join(str(Programme._meta.get_field(text).verbose_name) for text in texts)


def _dead(finding: Finding) -> str:
    problem = WebsiteCheck.Problem(finding.details["problem"]).label
    return _("%(url)s does not open: %(problem)s.") % {"url": finding.details["url"], "problem": problem}


def _level(finding: Finding) -> str:
    form, level = finding.programme.form, finding.details["level"]
    if finding.details["why"] == "side":
        return _("%(level)s is a level of another side of the border than the form “%(form)s”.") % {
            "level": level,
            "form": form,
        }
    return _("“%(form)s” leads to %(levels)s, and %(level)s is another level.") % {
        "form": form,
        "levels": eqf(form.eqf_from, form.eqf_to),
        "level": level,
    }


SENTENCES = {
    Code.FAR_FROM_ADDRESS: _far,
    Code.NO_PLACE: _no_place,
    Code.QUALIFICATION_EXPIRED: _expired,
    Code.QUALIFICATION_UNKNOWN: _unknown,
    Code.NO_QUALIFICATION: _no_qualification,
    Code.NO_CONTACT: _no_contact,
    Code.MISSING_LANGUAGE: _missing,
    Code.OUTDATED_TRANSLATION: _outdated,
    Code.DEAD_WEBSITE: _dead,
    Code.LEVEL_OF_FORM: _level,
}
