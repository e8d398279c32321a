from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from les_portal.documents import urls as documents
from les_portal.mail import urls as mail
from les_portal.pages import urls as pages
from les_portal.pages.views import codes, gallery

urlpatterns = [
    path("", include(pages.without_language)),
    path("", include(mail.without_language)),
    path("", include(documents.without_language)),
    path("", include("les_portal.listings.urls.counting")),
    path("api/v1/", include("les_portal.pages.urls_api")),
]
urlpatterns += i18n_patterns(
    path("", include("les_portal.pages.urls")),
    path("embed/", include("les_portal.pages.urls_embed")),
    path("schools/", include("les_portal.pages.urls_schools")),
    path("programmes/", include("programmes.urls")),
    path("events/", include("programmes.urls_events")),
    path("descriptions/", include("competences.urls.public")),
    path("comparisons/", include("competences.urls.comparisons")),
    path("frames/", include("competences.urls.frames")),
    path("network/descriptions/", include("competences.urls.network")),
    path("imports/", include("les_portal.imports.urls")),
    path("do/", include("les_portal.workflow.urls")),
    path("documents/", include("les_portal.documents.urls")),
    path("jobs/", include("les_portal.jobs.urls")),
    path("mail/", include("les_portal.mail.urls")),
    path("manage/<slug:organisation>/", include("les_portal.pages.urls_manage")),
    path("manage/<slug:organisation>/programmes/", include("les_portal.listings.urls.listings")),
    path("manage/<slug:organisation>/campuses/", include("les_portal.listings.urls.campuses")),
    path("manage/<slug:organisation>/many/", include("les_portal.listings.urls.bulk")),
    path("manage/<slug:organisation>/open-days/", include("les_portal.listings.urls.open_days")),
    path("manage/<slug:organisation>/hints/", include("les_portal.listings.urls.quality")),
    path("", include("les_portal.listings.urls.corrections")),
    path("", include("les_portal.listings.urls.freshness")),
    path("network/", include("les_portal.listings.urls.network")),
    path("", include("les_portal.organisations.urls")),
    path("account/", include("les_portal.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
)

if settings.MAILBOX:
    urlpatterns.append(path("dev/codes/", codes.demo_codes, name="demo-codes"))

if settings.DEBUG:
    urlpatterns.append(path("ui/", gallery.gallery, name="gallery"))
