"""A campus as its school types it. What was seen comes back with it, so that nobody overwrites what they never saw."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.geo import BENELUX, Point, is_inside
from les_portal.imports.cleaning import is_phone
from les_portal.listings.actions.campuses import ChangedMeanwhile
from les_portal.listings.campuses import DECIMALS, FACTS, Address, Facts, address_in, as_degrees, country_of
from les_portal.organisations.models import Organisation
from schools import identifiers
from schools.models import Campus, Place


def text(model: type, name: str, *, required: bool = False, **attributes: str) -> forms.CharField:
    column = model._meta.get_field(name)
    more = {"assume_scheme": "https"} if isinstance(column, URLField) else {}
    field = column.formfield(required=required, show_hidden_initial=True, **more)
    field.widget.attrs.update(attributes)
    return field


class Degrees(forms.FloatField):
    """With a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, show_hidden_initial=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.{DECIMALS}f}" if isinstance(value, float) else value

    def to_python(self, value: Any) -> float | None:
        return as_degrees(super().to_python(str(value or "").replace(",", ".")))


class CampusForm(forms.Form):
    name = text(Campus, "name")
    street = text(Place, "street", autocomplete="off")
    house_number = text(Place, "house_number", autocomplete="off")
    postcode = text(Place, "postcode", required=True, autocomplete="off")
    municipality = text(Place, "municipality", required=True, autocomplete="off")
    lat = Degrees(label=gettext_lazy("latitude"), error_messages={"invalid": gettext_lazy("Type degrees: 51.05.")})
    lon = Degrees(label=gettext_lazy("longitude"), error_messages={"invalid": gettext_lazy("Type degrees: 3.72.")})
    phone = text(Campus, "phone", type="tel")
    email = text(Campus, "email")
    website = text(Campus, "website")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["name"].help_text = _("Leave it empty when it has no name of its own: it then bears your school's.")
        self.fields["phone"].help_text = self.fields["email"].help_text = ""

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not is_phone(phone):
            raise ValidationError(_("This is not a telephone number: at least six digits."))
        return phone

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"].strip().upper()
        return identifiers.post_code(country_of(typed, self.organisation.country), typed)

    def clean(self) -> dict:
        data = super().clean()
        lat, lon = data.get("lat"), data.get("lon")
        if (lat is None) != (lon is None) and not {"lat", "lon"} & set(self.errors):
            self.add_error("lon" if lon is None else "lat", _("Both numbers are needed, or neither."))
        elif lat is not None and lon is not None:
            self._check_point(Point(lat, lon))
        return data

    def _check_point(self, point: Point) -> None:
        if is_inside(Point(point.lon, point.lat), BENELUX):  # exchanged, as it often is
            self.cleaned_data |= {"lat": point.lon, "lon": point.lat}
        elif not is_inside(point, BENELUX):
            self.add_error("lat", _("This lies far away. Here the latitude is about 51 and the longitude about 4."))

    @property
    def address(self) -> Address | None:
        """None while it cannot be read."""
        return address_in(self.cleaned_data, self.organisation) if self._has_address else None

    @property
    def _has_address(self) -> bool:
        return all(name in self.cleaned_data for name in ("street", "house_number", "postcode", "municipality"))

    def seen(self, live: Facts) -> Facts:
        """What stood in each field when it was opened."""
        return {name: self._seen(name, live[name]) for name in FACTS}

    def _seen(self, name: str, live: Any) -> Any:
        hidden = self.add_initial_prefix(name)
        try:
            return self.fields[name].to_python(self.data[hidden]) if hidden in self.data else live
        except ValidationError:
            return live


def with_values(data: Any, values: Facts) -> Any:
    """The same typing, with these fields as they are now."""
    copy = data.copy()
    for name, value in values.items():
        copy[name] = "" if value is None else str(value)
    return copy


def again(form: CampusForm, meanwhile: ChangedMeanwhile, *, who: str) -> CampusForm:
    """What was typed, beside what somebody else made of the same fields; sending it again replaces theirs knowingly."""
    live, seen = meanwhile.live, form.seen(meanwhile.live)
    untouched = {name: live[name] for name in FACTS if form.cleaned_data[name] == seen[name]}
    data = with_values(form.data, untouched)
    for name in FACTS:
        data[form.add_initial_prefix(name)] = "" if live[name] is None else str(live[name])
    fresh = CampusForm(data, organisation=form.organisation)
    for name in meanwhile.names:
        fresh.add_error(name, _sentence(name in untouched, live[name], who))
    return fresh


def _sentence(is_untouched: bool, theirs: Any, who: str) -> str:
    words = {"who": who, "theirs": theirs if theirs not in ("", None) else _("nothing")}
    if is_untouched:
        return _("%(who)s made this “%(theirs)s” meanwhile. Does it still fit?") % words
    return _("%(who)s made this “%(theirs)s” meanwhile. Yours is still here: save again to replace it.") % words
