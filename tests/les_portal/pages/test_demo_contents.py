"""What the demo shows: the whole region, in three languages, honest about what is invented."""

from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import TestCase

from les_portal.geo import Box, is_inside
from les_portal.organisations.models import Membership, Organisation
from programmes.models import BottleneckStatus, Counterpart, Occupation, Programme, Qualification
from schools.models import Campus, Place, School

SCHELDEMOND = Box(west=2.5, south=50.7, east=4.6, north=51.8)
TEXTS = ["title", "summary", "content", "outlook", "admission"]
PARTNERS = {
    *("provincie-oost-vlaanderen", "onderwijscentrum-gent", "huis-van-het-leren", "uz-gent", "dethon", "tua-west"),
    *("unizo", "unizo-oost-vlaanderen", "unizo-west-vlaanderen", "syntra-midden-vlaanderen", "syntra-west"),
    *("odisee", "howest", "scalda", "rotterdam-academy"),
}


class DemoContents(TestCase):
    """A TestCase, because it loads the demo once for all that only look at it."""

    @classmethod
    def setUpTestData(cls):
        call_command("demo", without_papers=True, stdout=StringIO())

    def test_the_region_is_there(self):
        assert Campus.objects.active().count() == 43
        assert Programme.objects.published().count() >= 90
        assert {"be", "nl"} == set(School.objects.values_list("organisation__country", flat=True))
        assert Organisation.objects.filter(slug__in=PARTNERS).count() == 15
        assert Organisation.objects.filter(is_demo=True).count() == 18

    def test_every_campus_but_rotterdam_lies_in_the_region(self):
        places = Place.objects.all()
        outside = [place.municipality for place in places if not is_inside(place.point, SCHELDEMOND)]
        assert outside == ["Rotterdam"]

    def test_every_campus_teaches_something(self):
        assert not Campus.objects.filter(offerings=None).exists()

    def test_what_is_invented_says_so(self):
        people = get_user_model().objects.all()
        assert not Programme.objects.filter(is_demo=False).exists()
        assert not BottleneckStatus.objects.filter(country="nl", is_demo=False).exists()
        assert all("(demo)" in name for name in people.values_list("name", flat=True))
        assert all(email.endswith("@example.org") for email in people.values_list("email", flat=True))

    def test_nothing_official_is_invented_about_a_real_school(self):
        assert not School.objects.exclude(register_number="", register="").exists()
        assert not Campus.objects.exclude(site_number="", phone="", email="").exists()
        assert not Organisation.objects.filter(is_demo=False).exclude(company_number="").exists()

    def test_programmes_speak_three_languages_and_some_fall_back(self):
        total = Programme.objects.count()
        for text in TEXTS:
            assert not Programme.objects.filter(**{f"{text}_nl": None}).exists(), text
            for language in ("fr", "en"):
                untranslated = Programme.objects.filter(**{f"{text}_{language}": None}).count()
                assert 3 <= untranslated <= total / 10, (text, language)

    def test_every_programme_says_where_and_what_it_leads_to(self):
        assert not Programme.objects.filter(campuses=None).exists()
        # What prepares for a programme leads to no work of its own yet.
        without = Programme.objects.filter(occupations=None).values_list("qualification__slug", flat=True)
        assert set(without) <= {"aanloop-duaal"}

    def test_a_confirmed_programme_says_by_whom(self):
        confirmed = Programme.objects.exclude(confirmed_on=None)
        assert 0 < confirmed.count() < Programme.objects.count()
        assert all(programme.confirmed_by == programme.school.organisation for programme in confirmed)

    def test_shortage_entries_name_their_list_and_year(self):
        current = BottleneckStatus.objects.current()
        assert current.filter(country="be", year=2026, listed_as="Manueel lasser").exists()
        assert not current.filter(country="be", year=2024).exists()
        assert BottleneckStatus.objects.filter(country="be", year=2024, occupation__slug="verpleegkundige").exists()
        assert not BottleneckStatus.objects.filter(source="").exists()

    def test_care_jobs_warn_in_every_language(self):
        nurse = Occupation.objects.get(slug="verpleegkundige")
        assert "BIG" in nurse.regulated_nl
        assert "SPF Santé publique" in nurse.regulated_fr
        assert "Departement Zorg" in nurse.regulated_en

    def test_a_dutch_code_leads_to_its_flemish_counterpart(self):
        dutch = Qualification.objects.get(code="25309")
        assert [pair.flemish.code for pair in dutch.flemish_counterparts.all()] == ["BK0024"]
        assert dutch.version == "2015"
        assert all(pair.flemish.country == "be" and pair.dutch.country == "nl" for pair in Counterpart.objects.all())

    def test_one_person_per_role_can_sign_in(self):
        assert set(Membership.objects.values_list("role", flat=True)) == set(Membership.Role)
        assert self.client.login(username="anna@example.org", password="scheldemond-demo")
        assert not get_user_model().objects.filter(is_superuser=True).exists()
        assert [user.email for user in get_user_model().objects.filter(is_staff=True)] == ["nora@example.org"]
