"""The same facts for search engines, in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from programmes.calendars import summary
from programmes.models import Programme
from programmes.open_days import OpenDayCard, Where
from schools.models import Campus, School


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def organisation_data(school: School) -> dict[str, Any]:
    organisation = school.organisation
    data = {
        "@type": "EducationalOrganization",
        "@id": absolute(school.get_absolute_url()),
        "name": organisation.name,
        "url": organisation.website or absolute(school.get_absolute_url()),
        "telephone": organisation.phone,
        "email": organisation.email,
    }
    return {key: value for key, value in data.items() if value}


def campus_data(campus: Campus) -> dict[str, Any]:
    place = campus.place
    data = {
        "@type": "Place",
        "name": str(campus),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.address_line,
            "postalCode": place.postcode,
            "addressLocality": place.municipality,
            "addressCountry": place.country.upper(),
        },
    }
    if place.point:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return data


def school_data(school: School, campuses: list[Campus], days: Iterable[OpenDayCard] = ()) -> dict[str, Any]:
    places = [campus_data(campus) for campus in campuses]
    data = {"@context": "https://schema.org", **organisation_data(school), "location": places}
    return data | {"event": [open_day_data(day) for day in days]} if days else data


def open_days_data(days: Iterable[OpenDayCard]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": [open_day_data(day) for day in days]}


def open_day_data(day: OpenDayCard) -> dict[str, Any]:
    mode = "Online" if day.is_online else "Offline"
    data = {
        "@type": "EducationEvent",
        "@id": f"{absolute(day.url)}#{day.uid}",
        "name": summary(day),
        "description": str(day.note),
        "startDate": day.begins.isoformat(),
        "endDate": day.ends.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if day.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "organizer": {"@type": "EducationalOrganization", "name": day.school, "url": absolute(day.school_url)},
        "url": absolute(day.url),
        "location": _where_it_is(day),
    }
    return {key: value for key, value in data.items() if value}


def _where_it_is(day: OpenDayCard) -> dict[str, Any] | list[dict[str, Any]]:
    if day.is_online:
        return {"@type": "VirtualLocation", "url": day.website or absolute(day.url)}
    return [_place_data(place) for place in day.places]


def _place_data(place: Where) -> dict[str, Any]:
    data = {
        "@type": "Place",
        "name": place.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postcode,
            "addressLocality": place.town,
            "addressCountry": place.country.upper(),
        },
    }
    if place.lat is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return data


def programme_data(programme: Programme, offerings) -> dict[str, Any]:
    data = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": absolute(programme.get_absolute_url()),
        "name": programme.title,
        "description": programme.summary,
        "inLanguage": programme.language,
        "provider": organisation_data(programme.school),
        "educationalProgramMode": programme.form.name,
        "location": [campus_data(offering.campus) for offering in offerings],
    }
    if programme.duration_months:
        data["timeToComplete"] = f"P{programme.duration_months}M"
    if programme.level:
        data["educationalCredentialAwarded"] = {
            "@type": "EducationalOccupationalCredential",
            "educationalLevel": f"EQF {programme.level.eqf}",
            "competencyRequired": programme.summary,
        }
    return data
