from django.conf import settings

# In the order of their layers; one file per subject.
STYLE_SHEETS = [
    f"css/{name}.css"
    for name in "base tokens layout foot components cards data forms pages work workspace days".split()
]


def site(request) -> dict:
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL, "STYLE_SHEETS": STYLE_SHEETS}
