"""What the portal's own ways are compared with: the obvious ones."""

from django.db.models import Q, QuerySet
from rest_framework.serializers import ModelSerializer

from programmes.models import Programme
from schools.models import Campus, Place, School


class NaiveProgramme(ModelSerializer):
    class Meta:
        model = Programme
        fields = ("id", "title", "slug", "language", "field", "level")


class NaivePlace(ModelSerializer):
    class Meta:
        model = Place
        fields = "__all__"


class NaiveSchool(ModelSerializer):
    class Meta:
        model = School
        fields = ("id", "organisation", "type")
        depth = 1


class NaiveCampus(ModelSerializer):
    place, school, programmes = NaivePlace(), NaiveSchool(), NaiveProgramme(many=True)

    class Meta:
        model = Campus
        fields = ("id", "name", "slug", "place", "school", "programmes")


def all_campuses() -> list[dict]:
    """The map's data as serializers of models make it, without a query per row."""
    rows = Campus.objects.active().select_related("place", "school__organisation").prefetch_related("programmes")
    return NaiveCampus(rows, many=True).data


def containing(word: str) -> QuerySet[Programme]:
    """A search that looks into every text."""
    wanted = Q()
    for column in ("title_nl", "title_fr", "summary_nl", "content_nl"):
        wanted |= Q(**{f"{column}__icontains": word})
    return Programme.objects.published().filter(wanted).order_by("sort_key", "pk")
