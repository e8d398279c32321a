from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from les_portal.organisations.models import Country


class SampleForm(forms.Form):
    """A form with one field of each kind, for the gallery."""

    name = forms.CharField(help_text="A line of help.")
    country = forms.ChoiceField(choices=Country.choices)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="I agree")
    way = forms.ChoiceField(choices=Country.choices, widget=forms.RadioSelect)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, in DEBUG: to look at, and for the accessibility tests."""
    context = {
        "form": SampleForm(),
        "broken_form": SampleForm({"name": "", "country": "xx"}),
        "page": Paginator(range(100), 10).page(3),
        "countries": list(Country),
        "icons": ["search", "map", "pin", "book", "school", "work", "people", "coins", "paper", "clock", "level"],
    }
    return render(request, "ui/gallery.html", context)
