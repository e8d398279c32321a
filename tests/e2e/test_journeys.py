"""What a student does on the portal: journeys 1 to 5 of the acceptance list, in every language.

What is right comes from the open data, counted and measured here once more.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from les_portal.geo import Box, Point, distance_km, is_inside
from tests.e2e.kinds import open_page

REGION = Box(2.5, 50.7, 4.6, 51.8)
TERNEUZEN = Point(51.336, 3.828)
ELEKTROMECHANICA = "/{language}/programmes/elektromechanica-tectura-centrum/"
MARKED = "() => [...document.querySelectorAll('.map-marker')].reduce((n, one) => n + Number(one.textContent || 1), 0)"
ARE_MARKED = f"number => ({MARKED})() === number"


@pytest.fixture
def say(language):
    """What the portal says in the visitor's language."""
    return lambda text: said(text, language)


def said(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def campuses(page: Page) -> dict[int, Point]:
    features = page.request.get("/api/v1/campuses.geojson").json()["features"]
    return {feature["id"]: Point(*reversed(feature["geometry"]["coordinates"])) for feature in features}


def programmes(page: Page, query: str = "") -> list[dict]:
    answer = page.request.get(f"/api/v1/programmes/?page_size=200&{query}").json()
    assert answer["next"] is None
    return answer["results"]


def counted(page: Page) -> int:
    return int(re.match(r"\d+", page.locator("#count").inner_text()).group())


def listed(page: Page) -> list[int]:
    """The campuses of all pages of the list, in its order."""
    found = []
    while True:
        found += [int(card.get_attribute("data-campus")) for card in page.locator("#results [data-campus]").all()]
        following = page.locator("#results a[rel=next]")
        if not following.count():
            return found
        page.goto(urlsplit(page.url)._replace(query=following.get_attribute("href").lstrip("?")).geturl())


def wait_for_query(page: Page, **wanted: str) -> None:
    """Until the list answers this question, and the address says so too."""
    asked = {name: [value] for name, value in wanted.items()}
    page.wait_for_function(
        """wanted => {
            const asked = [...new URLSearchParams(document.querySelector("#results").dataset.query)];
            return JSON.stringify(Object.fromEntries(asked)) === JSON.stringify(wanted);
        }""",
        arg=wanted,
    )
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == asked)


def distances(page: Page) -> list[float]:
    """What the cards say, in their order."""
    texts = [card.inner_text() for card in page.locator("#results .card .facts").all()]
    said = [re.search(r"([\d.,]+)\s*km", text).group(1) for text in texts]
    return [float(number.replace(",", ".")) for number in said]


def sides(page: Page) -> set[str]:
    marks = page.locator("#results .card .side")
    return set(marks.evaluate_all("marks => marks.map(mark => mark.className.match(/side-(..)/)[1])"))


# --- 1: the map -----------------------------------------------------------------------------------


def test_1_every_campus_is_on_the_map_without_signing_in(page, language):
    open_page(page, "/{language}/map/", language)
    places = campuses(page)
    inside = sum(is_inside(place, REGION) for place in places.values())
    assert inside > 40
    assert inside <= page.evaluate(MARKED) <= len(places)
    page.locator(".leaflet-control-zoom-out").click()
    page.wait_for_function(ARE_MARKED, arg=len(places))
    assert counted(page) == len(places)


def test_1_the_sides_of_the_border_differ_in_shape(page, language):
    open_page(page, "/{language}/map/", language)
    shape = "marker => getComputedStyle(marker, '::before').borderRadius"
    assert page.locator(".map-marker.be").first.evaluate(shape) != page.locator(".map-marker.nl").first.evaluate(shape)
    legend = page.locator(".map-legend")
    expect(legend).to_contain_text(said("Flanders", language))
    expect(legend).to_contain_text(said("Netherlands", language))


def test_1_the_list_stands_beside_the_map(page, language):
    open_page(page, "/{language}/map/", language)
    beside, stage = page.locator("#list").bounding_box(), page.locator(".map-stage").bounding_box()
    assert beside["x"] + beside["width"] <= stage["x"]
    assert beside["y"] == stage["y"]
    assert sorted(listed(page)) == sorted(campuses(page))


def test_1_the_list_is_whole_without_javascript(browser, address, language):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/{language}/map/")
    number = counted(page)
    found = listed(page)
    assert sorted(found) == sorted(campuses(page))
    assert len(found) == number
    context.close()


# --- 2: filters -----------------------------------------------------------------------------------


def choose_care_at_level_four_in_the_netherlands(page: Page) -> None:
    page.locator("#filter-sector").select_option("care")
    wait_for_query(page, sector="care")
    page.locator("#filter-eqf").select_option("4")
    wait_for_query(page, sector="care", eqf="4")
    page.locator("#filter-country").select_option("nl")
    wait_for_query(page, country="nl", sector="care", eqf="4")


def test_2_filters_leave_what_matches_on_map_and_list(page, language, say):
    matching = {
        campus["id"]
        for programme in programmes(page)
        if (programme["country"], programme["sector"]) == ("nl", "care") and programme["level"]["eqf"] == 4
        for campus in programme["campuses"]
    }
    open_page(page, "/{language}/map/", language)
    everything = counted(page)
    choose_care_at_level_four_in_the_netherlands(page)
    assert 0 < len(matching) < everything
    assert counted(page) == len(matching)
    assert sides(page) == {"nl"}
    page.wait_for_function(ARE_MARKED, arg=len(matching))
    expect(page.locator("[data-status]")).to_contain_text(str(len(matching)))
    assert set(listed(page)) == matching


def test_2_the_address_can_be_shared(page, browser, address, language):
    open_page(page, "/{language}/map/", language)
    choose_care_at_level_four_in_the_netherlands(page)
    other = browser.new_context(base_url=address)
    shared = other.new_page()
    shared.goto(page.url)
    assert counted(shared) == counted(page)
    assert listed(shared) == listed(page)
    expect(shared.locator("#filter-eqf")).to_have_value("4")
    other.close()


def test_2_back_and_clear_bring_everything_back(page, language, say):
    open_page(page, "/{language}/map/", language)
    everything, marked = counted(page), page.evaluate(MARKED)
    choose_care_at_level_four_in_the_netherlands(page)
    page.go_back()
    wait_for_query(page, sector="care", eqf="4")
    expect(page.locator("#filter-country")).to_have_value("")
    page.go_forward()
    wait_for_query(page, country="nl", sector="care", eqf="4")
    page.get_by_role("link", name=say("Clear the filters")).click()
    wait_for_query(page)
    assert counted(page) == everything
    expect(page.locator("#filter-sector")).to_have_value("")
    page.wait_for_function(f"least => ({MARKED})() >= least", arg=marked)


# --- 3: words and a place -------------------------------------------------------------------------


def search_care_near_terneuzen(page: Page) -> None:
    page.locator("#q").fill("verpleeg Terneuzen")
    page.locator("#q").press("Enter")
    expect(page.locator("#count")).to_contain_text("Terneuzen")
    page.locator("#filter-radius").select_option("20")
    expect(page).to_have_url(re.compile("radius=20"))
    page.locator("#filter-radius").select_option("30")
    expect(page).to_have_url(re.compile("radius=30"))
    expect(page.locator("#count")).to_contain_text("30")


def test_3_campuses_near_a_place_on_both_sides_by_distance(page, language):
    open_page(page, "/{language}/map/", language)
    search_care_near_terneuzen(page)
    places, said_distances = campuses(page), distances(page)
    measured = [distance_km(TERNEUZEN, places[campus]) for campus in listed(page)]
    assert sides(page) == {"be", "nl"}
    assert said_distances == sorted(said_distances)
    assert said_distances == pytest.approx(measured, abs=1)
    assert max(measured) <= 31


def test_3_programmes_near_a_place_on_both_sides_by_distance(page, language):
    places = campuses(page)
    nearest = {
        urlsplit(programme["url"]).path.split("/programmes/")[1]: min(
            distance_km(TERNEUZEN, places[campus["id"]]) for campus in programme["campuses"]
        )
        for programme in programmes(page)
    }
    open_page(page, "/{language}/programmes/", language)
    search_care_near_terneuzen(page)
    links = page.locator("#results .card h3 a")
    measured = [nearest[link.get_attribute("href").split("/programmes/")[1]] for link in links.all()]
    said_distances = distances(page)
    assert sides(page) == {"be", "nl"}
    assert said_distances == sorted(said_distances)
    assert said_distances == pytest.approx(measured, abs=1)


# --- 4: a programme -------------------------------------------------------------------------------


@pytest.fixture
def programme(page, language):
    """Elektromechanica in Gent, found as a visitor finds it; with what the open data say of it."""
    open_page(page, "/{language}/programmes/?q=Elektromechanica+Gent&country=be", language)
    page.locator("#results .card h3 a[href*='elektromechanica-tectura']").click()
    page.wait_for_url("**" + ELEKTROMECHANICA.format(language=language))
    path = "/programmes/elektromechanica-tectura-centrum/"
    return next(one for one in programmes(page, "q=Elektromechanica&country=be") if one["url"].endswith(path))


def test_4_a_programme_tells_its_form_and_level(page, language, programme, say):
    expect(page.locator("h1")).to_have_text(programme["title"][language])
    strip = page.locator(".strip")
    expect(strip).to_contain_text(programme["form"]["name"][language])
    level = strip.locator("div", has_text=say("Level")).first
    expect(level).to_contain_text(re.compile(r"VKS 4\b"))
    expect(level).to_contain_text(re.compile(r"4\b.*NLQF 4", re.DOTALL))
    assert programme["level"] == {"framework": "VKS", "code": "4", "eqf": 4}


def test_4_jobs_and_bottlenecks_of_both_labour_markets(page, language, programme, say):
    for side in ("be", "nl"):
        shore = page.locator(f".shore.side-{side}")
        for occupation in programme["occupations"]:
            expect(shore).to_contain_text(occupation["title"][language])
        listed = [row for one in programme["occupations"] for row in one["bottlenecks"] if row["country"] == side]
        assert listed
        expect(shore.locator(".badge.warn")).to_have_count(len(listed))
        for row in listed:
            expect(shore).to_contain_text(f"{row['source']} {row['year']}")
            assert row["year"] > 2020


def test_4_programmes_across_the_border(page, language, programme, say):
    across = page.locator("section", has_text="25309")  # the Dutch diploma that is compared with this one
    marks = across.locator(".card .side")
    assert marks.count() > 0
    assert set(marks.all_inner_texts()) == {say("Netherlands")}
    across.locator(".card h3 a").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .side").first).to_have_text(say("Netherlands"))


# --- 5: another language --------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["nl", "fr", "en"])
def test_5_the_page_goes_on_in_another_language(page, language, other):
    open_page(page, ELEKTROMECHANICA, language)
    page.locator(f".languages a[hreflang={other}]").click()
    page.wait_for_url("**" + ELEKTROMECHANICA.format(language=other))
    expect(page.locator("html")).to_have_attribute("lang", other)
    for text in ("What you learn", "How to get in", "What you can become, on both shores"):
        expect(page.get_by_role("heading", name=said(text, other))).to_be_visible()
        assert other == "en" or said(text, other) != text
    expect(page.locator(".languages [aria-current]")).to_have_text(other, ignore_case=True)


def test_5_a_text_without_translation_is_dutch_and_says_so(page, language):
    missing = next(one for one in programmes(page) if language == "nl" or not one["title"][language])
    path = urlsplit(missing["url"]).path.removeprefix("/nl")
    open_page(page, "/nl" + path)
    expect(page.locator("main .lang-mark")).to_have_count(0)
    page.locator(f".languages a[hreflang={language}]").click()
    page.wait_for_url(f"**/{language}{path}")
    mark, dutch = page.locator("h1 .lang-mark"), page.locator("h1 [lang=nl]")
    expect(page.locator("h1")).to_contain_text(missing["title"]["nl"])
    expect(mark).to_have_count(int(language != "nl"))
    if language != "nl":
        expect(mark).to_have_text("nl")
        expect(dutch).to_have_text(missing["title"]["nl"])
        expect(page.locator(".prose[lang=nl]").first).to_be_visible()
        assert said("Dutch", language).lower() in mark.get_attribute("title").lower()


def test_5_filters_stay_when_the_language_changes(page, language):
    open_page(page, "/{language}/map/?sector=care&country=nl", language)
    number = counted(page)
    page.locator(f".languages a[hreflang={'fr' if language != 'fr' else 'nl'}]").click()
    expect(page.locator("html")).not_to_have_attribute("lang", language)
    wait_for_query(page, country="nl", sector="care")
    assert counted(page) == number
