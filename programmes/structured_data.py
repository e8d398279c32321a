"""The same facts for search engines, in the words of schema.org."""

from typing import Any

from django.conf import settings

from programmes.models import Programme
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


def school_data(school: School, campuses: list[Campus]) -> dict[str, Any]:
    places = [campus_data(campus) for campus in campuses]
    return {"@context": "https://schema.org", **organisation_data(school), "location": places}


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
