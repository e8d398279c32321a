"""One address of every kind of page, and how to arrive there."""

from playwright.sync_api import Page, expect

PUBLIC = {
    "home": "/{language}/",
    "map": "/{language}/map/",
    "filtered map": "/{language}/map/?q=Gent&country=be",
    "programmes": "/{language}/programmes/",
    "filtered programmes": "/{language}/programmes/?sector=care&eqf=4&country=nl",
    "nothing found": "/{language}/programmes/?q=xyzzyqqq",
    "bad parameter": "/{language}/schools/?eqf=99",
    "programme": "/{language}/programmes/elektromechanica-tectura-centrum/",
    "programme in Dutch only": "/{language}/programmes/monteur-mechatronica-scalda-terneuzen-bol/",
    "descriptions": "/{language}/descriptions/",
    "found descriptions": "/{language}/descriptions/?q=PLC",
    "no description": "/{language}/descriptions/?q=xyzzyqqq",
    "qualification": "/{language}/descriptions/qualifications/bk-0024-elektromecanicien/",
    "asking for a description": "/{language}/descriptions/qualifications/bk-0024-elektromecanicien/ask/",
    "tasks of a job": "/{language}/descriptions/compare/?q=PLC",
    "diplomas for tasks": "/{language}/descriptions/compare/?task=1&task=2&task=3&task=4&task=9&task=10",
    "description": "/{language}/descriptions/bk0024-25309/",
    "description of a protected profession": "/{language}/descriptions/graduaat-basisverpleegkunde-25655/",
    "older description": "/{language}/descriptions/25309-bk0024/v1/",
    "cover sheet": "/{language}/descriptions/bk0024-25309/cover/",
    "schools": "/{language}/schools/?q=Terneuzen",
    "school": "/{language}/schools/tectura/",
    "campus": "/{language}/schools/cvo-creo/ieper/",
    "events": "/{language}/events/",
    "filtered events": "/{language}/events/?country=nl&q=Terneuzen",
    "no events": "/{language}/events/?q=xyzzyqqq",
    "correction": "/{language}/corrections/programme/elektromechanica-tectura-centrum/",
    "thanks for a correction": "/{language}/corrections/school/tectura/thanks/",
    "for your website": "/{language}/for-your-website/?school=tectura",
    "API": "/api/v1/docs/?lang={language}",
    "verification": "/v/?lang={language}",
    "sign-in": "/{language}/account/login/",
    "forgotten password": "/{language}/account/password/reset/",
}
CHAPTERS = {
    name: f"/{{language}}/{name}/"
    for name in (
        *("fund", "workplaces", "guide"),
        *("about", "sources", "privacy", "accessibility"),
    )
}
STAFF = {
    "registers": "/{language}/imports/",
    "desk": "/{language}/desk/",
    "workspace": "/{language}/manage/tectura/",
    "open days": "/{language}/manage/tectura/open-days/",
    "new open days": "/{language}/manage/tectura/open-days/new/",
    "listings": "/{language}/manage/tectura/programmes/",
    "listing": "/{language}/manage/tectura/programmes/elektromechanica-tectura-centrum/",
    "editing a listing": "/{language}/manage/tectura/programmes/elektromechanica-tectura-centrum/edit/",
    "preview of a listing": "/{language}/manage/tectura/programmes/elektromechanica-tectura-centrum/preview/",
    "hints": "/{language}/manage/tectura/hints/",
    "hints of a kind": "/{language}/manage/tectura/hints/?kind=no_qualification",
    "contact of a school": "/{language}/manage/tectura/hints/contact/",
    "hints of all schools": "/{language}/network/hints/",
    "descriptions in the region": "/{language}/network/descriptions/",
    "campuses": "/{language}/manage/tectura/campuses/",
    "campus at work": "/{language}/manage/tectura/campuses/centrum/",
    "new campus": "/{language}/manage/tectura/campuses/new/",
    "closing a campus": "/{language}/manage/tectura/campuses/centrum/close/",
    "opening a campus again": "/{language}/manage/tectura/campuses/centrum/reopen/",
    "beside the register": "/{language}/manage/tectura/campuses/register/",
    "people": "/{language}/manage/tectura/people/",
    "comparisons": "/{language}/comparisons/",
    "new comparison": "/{language}/comparisons/new/?source=crebo-25309&q=elektro",
    "comparison": "/{language}/comparisons/elektromechanica-so-25344/",
    "another teacher": "/{language}/comparisons/elektromechanica-so-25344/teacher/nl/",
    "explanations": "/{language}/comparisons/bk0024-25309/lines/",
    "many at once": "/{language}/manage/tectura/many/",
    "corrections": "/{language}/manage/tectura/corrections/",
    "one correction": "/{language}/manage/tectura/corrections/1/",
    "to confirm": "/{language}/manage/tectura/confirm/",
    "settings of a school": "/{language}/manage/tectura/settings/",
    "coverage": "/{language}/network/coverage/",
    "approval of all": "/{language}/network/coverage/approval/?approval=by_network",
    "frames": "/{language}/frames/?q=BK0024",
    "frame": "/{language}/frames/bk-0024-elektromecanicien/",
    "adding competences": "/{language}/frames/bk-0024-elektromecanicien/add/",
    "groups of a frame": "/{language}/frames/bk-0024-elektromecanicien/groups/",
    "translating a frame": "/{language}/frames/bk-0024-elektromecanicien/translations/",
    "copying a frame": "/{language}/frames/bk-0024-elektromecanicien/copy/?q=25309",
    "what a machine proposed": "/{language}/frames/crebo-25309/proposals/",
    "what closes a gap": "/{language}/frames/crebo-25309/units/new/",
    "join": "/{language}/join/",
    "mail one gets": "/{language}/mail/choices/",
    "mail one caused": "/{language}/mail/sent/",
    "jobs": "/{language}/jobs/",
    "mailbox": "/dev/mail/?lang={language}",
    "preferences": "/{language}/account/preferences/",
    "second step": "/{language}/account/2fa/",
}


def open_page(page: Page, address: str, language: str = "nl") -> None:
    """Open it and wait until it is all there."""
    page.goto(address.format(language=language))
    if "/map/" in address:
        expect(page.locator(".map-marker").first).to_be_visible()
