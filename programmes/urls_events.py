from django.urls import path

from programmes.views import open_days

urlpatterns = [
    path("calendar.ics", open_days.calendar, name="events-calendar"),
    path("<uuid:uid>.ics", open_days.event, name="event-calendar"),
]
