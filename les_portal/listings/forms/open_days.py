"""An open day as a school tells of it: several dates at once, because there are three of them a year."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from les_portal.listings.wall_clock import check_day, check_hours, span, written
from programmes.models import Offering, OpenDay, Programme
from schools.models import School

ROOM, MOST = 2, 20  # for other dates
WHOLE_SCHOOL = "school"
Kind, Status = OpenDay.Kind, Programme.Status
NOTES = ("note_nl", "note_fr", "note_en")
Whose = tuple[int | None, int | None]  # ids of a campus and a programme


class DateBox(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(format="%Y-%m-%d", attrs=attrs)


class TimeBox(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class Dates(forms.MultiWidget):
    """As many boxes as there is room for, each with a name of its own for who does not see them."""

    def __init__(self, room: int):
        boxes = [DateBox(**{"aria-label": _("Another date, %(number)d") % {"number": n + 1}}) for n in range(room)]
        super().__init__(boxes)

    def decompress(self, value) -> list:
        return value or []


class DatesField(forms.MultiValueField):
    def __init__(self, *, room: int, **kwargs):
        boxes = [forms.DateField(required=False, error_messages={"invalid": NO_DATE}) for _box in range(room)]
        super().__init__(boxes, widget=Dates(room), require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list) -> list[date]:
        return [day for day in data_list if day]


NO_DATE = _("This is no date. Write it as 2027-03-06.")
NO_TIME = _("This is no time. Write it as 10:00.")


class OpenDayForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    date = forms.DateField(label=_("Date"), widget=DateBox, error_messages={"invalid": NO_DATE})
    also = DatesField(
        room=ROOM, label=_("Also on"), help_text=_("Other dates with the same hours. Leave empty what you do not need.")
    )
    begin = forms.TimeField(label=_("From"), widget=TimeBox, error_messages={"invalid": NO_TIME})
    end = forms.TimeField(label=_("To"), widget=TimeBox, error_messages={"invalid": NO_TIME})
    whose = forms.ChoiceField(label=_("For"), initial=WHOLE_SCHOOL)
    is_online = forms.BooleanField(label=_("It is online: nobody has to come to the school"), required=False)
    note_nl = forms.CharField(label=_("In Dutch"), max_length=300, required=False)
    note_fr = forms.CharField(label=_("In French"), max_length=300, required=False)
    note_en = forms.CharField(label=_("In English"), max_length=300, required=False)
    website = forms.URLField(
        label=_("Where to register or read more"), max_length=200, required=False, assume_scheme="https"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "date", "also", "begin", "end"]

    def __init__(self, *args, school: School, day: OpenDay | None = None, room: int = ROOM, **kwargs):
        super().__init__(*args, **kwargs)
        self.school, self.day = school, day
        self.fields["whose"].choices = choices_of(school, day)
        if day:
            del self.fields["also"]
        elif room != ROOM:
            kept = self.fields["also"]
            self.fields["also"] = DatesField(room=room, label=kept.label, help_text=kept.help_text)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begin, end = data.get("begin"), data.get("end")
        if begin is not None and end is not None:
            self._try("end", check_hours, begin, end)
        self.moments = {}
        for name, day in self._dates(data):
            if self._try(name, check_day, day) and begin is not None and "end" in self.cleaned_data:
                self._try(name, self._place, day)
        return data

    def _try(self, name: str, check, *args) -> bool:
        try:
            check(*args)
        except ValidationError as error:
            self.add_error(name, error)
            return False
        return True

    def _dates(self, data: dict) -> Iterator[tuple[str, date]]:
        if data.get("date"):
            yield "date", data["date"]
        yield from (("also", day) for day in dict.fromkeys(data.get("also") or []) if day != data.get("date"))

    def _place(self, day: date) -> None:
        moments = span(day, self.cleaned_data["begin"], self.cleaned_data["end"])
        campus, programme = whose_of(self.cleaned_data.get("whose") or WHOLE_SCHOOL)
        same = OpenDay.objects.filter(school=self.school, starts_at=moments[0], campus=campus, programme=programme)
        if same.filter(kind=self.cleaned_data.get("kind"), cancelled_at=None).exclude(pk=self.day and self.day.pk):
            raise ValidationError(_("This stands in your list already: %(date)s.") % {"date": written(day)})
        self.moments[day] = moments

    def values(self) -> list[dict[str, Any]]:
        """Of each date, the earliest first."""
        data = self.cleaned_data
        campus, programme = whose_of(data["whose"])
        same = {name: data[name] for name in ("kind", "is_online", "website", *NOTES)}
        same["campus"] = self.school.campuses.get(pk=campus) if campus else None
        same["programme"] = self.school.programmes.get(pk=programme) if programme else None
        return [
            same | {"starts_at": starts_at, "ends_at": ends_at} for starts_at, ends_at in sorted(self.moments.values())
        ]


def initial_of(day: OpenDay) -> dict[str, Any]:
    """Everything but the dates of what was announced before."""
    plain = {name: getattr(day, name) for name in ("kind", "is_online", "website", *NOTES)}
    whose = value_of(day.campus_id, day.programme_id)
    return plain | {"begin": day.begins.time(), "end": day.ends.time(), "whose": whose, "seen": day.sequence}


# --- whose it is ------------------------------------------------------------------------------------


def value_of(campus: int | None, programme: int | None) -> str:
    """`school`, `campus-4`, `programme-7`, `programme-7-campus-4`."""
    parts = [f"{name}-{pk}" for name, pk in (("programme", programme), ("campus", campus)) if pk]
    return "-".join(parts) or WHOLE_SCHOOL


def whose_of(value: str) -> Whose:
    parts = value.split("-")
    ids = dict(zip(parts[::2], parts[1::2], strict=False))
    return tuple(int(ids[name]) if name in ids else None for name in ("campus", "programme"))


def choices_of(school: School, day: OpenDay | None = None) -> list:
    """Two queries. A programme that is taught at several campuses can be shown at one of them."""
    campuses = {campus.pk: str(campus) for campus in school.campuses.open().select_related("school__organisation")}
    choices = [(WHOLE_SCHOOL, _("The whole school"))]
    if len(campuses) > 1:
        choices.append((_("At one of the campuses"), [(value_of(pk, None), name) for pk, name in campuses.items()]))
    if programmes := _programmes(school, campuses):
        choices.append((_("One programme"), programmes))
    return _with_what_it_was(choices, day)


def _programmes(school: School, campuses: dict[int, str]) -> list[tuple[str, str]]:
    shown = Programme.objects.filter(school=school).exclude(status=Status.ARCHIVED)
    taught: dict[int, list[int]] = {}
    for programme, campus in Offering.objects.filter(programme__in=shown).values_list("programme_id", "campus_id"):
        taught.setdefault(programme, []).append(campus)
    choices = []
    for programme in shown:
        hidden = "" if programme.status == Status.PUBLISHED else f" ({programme.get_status_display()})"
        choices.append((value_of(None, programme.pk), f"{programme}{hidden}"))
        there = [campus for campus in taught.get(programme.pk, []) if campus in campuses]
        if len(there) > 1:
            choices += [(value_of(pk, programme.pk), f"{programme}{hidden} · {campuses[pk]}") for pk in there]
    return choices


def _with_what_it_was(choices: list, day: OpenDay | None) -> list:
    """What cannot be chosen any more, such as a closed campus, is not changed behind somebody's back."""
    if day is None:
        return choices
    was = value_of(day.campus_id, day.programme_id)
    known = {value for value, label in choices if isinstance(value, str)}
    known |= {value for _group, rows in choices if isinstance(rows, list) for value, _label in rows}
    return choices if was in known else [*choices, (was, str(day.programme or day.campus))]
