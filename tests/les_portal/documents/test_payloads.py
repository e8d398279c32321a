"""Text that people type is printed as text: in no field does it open a file, call out, or hide something."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from les_portal.documents import making
from les_portal.documents.requesting import request_document
from les_portal.pdf import fetching
from les_portal.pdf.fetching import OURS, OurFilesOnly
from les_portal.pdf.limits import printable
from programmes.documents import PROGRAMME_SHEET
from programmes.models import Programme
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import (
    BottleneckStatusFactory,
    CounterpartFactory,
    OccupationFactory,
    ProgrammeFactory,
)
from tests.factories.schools import CampusFactory
from tests.les_portal.opened import Opened, squeezed

pytestmark = pytest.mark.django_db

MARK = "MARK"
PAYLOADS = [
    "<img src=file:///etc/passwd>",
    "<img src=http://127.0.0.1:1/x.png onerror=alert(1)>",
    "<img srcset='http://127.0.0.1:1/x 2x'>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<link rel=stylesheet href=http://127.0.0.1:1/x.css>",
    "<style>@import 'file:///etc/passwd';</style>",
    "<style>*{background:url(http://127.0.0.1:1/)}</style>",
    "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=file:///etc/passwd>",
    "<iframe src=http://127.0.0.1:1/></iframe>",
    "<svg><use href=file:///etc/passwd#a /></svg>",
    "<svg><image xlink:href=http://127.0.0.1:1/ /></svg>",
    "<svg><foreignObject><body onload=alert(1)></svg>",
    "<img src=data:image/svg+xml;base64,PHN2Zy8+>",
    "<base href=file:///etc/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:1/'>",
    "<meta name=dcterms.created content=1999-01-01>",
    "<script>alert(1)</script>",
    "<input type=text name=q value=x>",
    "</p></main></body></html><h1>x</h1>",
    "</title><title>another</title>",
    "\"><img src=x onerror='alert(1)'>",
    "'; content: url(file:///etc/passwd); '",
    "{{ settings.SECRET_KEY }}{% include 'base.html' %}{% load x %}",
    "${7*7} #{7*7} <%= 7*7 %> %(name)s {0}",
    "file\u202egpj.exe \u2066100\u2069",
    "nul\x00 escape\x1b bell\x07 del\x7f",
    "![x](file:///etc/passwd) [y](javascript:alert(1)) <https://x>",
    "&lt;img&gt; &#60;img src=x&#62; <!-- --> <![CDATA[ ]]> <?php ?>",
]
FIELDS = ["title", "summary", "content", "outlook", "admission", "school", "campus", "street", "website", "phone"]
FIELDS += ["form", "occupation", "regulated", "listed_as", "source", "counterpart", "related", "confirmed_by"]
FORMATTED = {"content", "outlook", "admission"}  # Markdown: what it makes of a text is not the text itself


def programme_with(text: str) -> Programme:
    """The payload in every field that is printed on the sheet, each with its own name before it."""

    def put(field: str, length: int = 250) -> str:
        return f"{MARK}{FIELDS.index(field):02d} {text}"[:length]

    organisation = OrganisationFactory(name=put("school"), website=put("website", 200), phone=put("phone", 40))
    campus = CampusFactory(school__organisation=organisation, name=put("campus"), place__street=put("street", 120))
    work = OccupationFactory(title_nl=put("occupation", 200), regulated_nl=put("regulated"))
    BottleneckStatusFactory(occupation=work, listed_as=put("listed_as", 200), source=put("source", 200))
    pair = CounterpartFactory(dutch__title_nl=put("counterpart", 200))
    ProgrammeFactory(published=True, in_nl=True, qualification=pair.dutch, title_nl=put("related", 160))
    texts = {f"{name}_nl": put(name, 160) for name in ("title", "summary", "content", "outlook", "admission")}
    programme = ProgrammeFactory(published=True, at=[campus], leads_to=[work], qualification=pair.flemish, **texts)
    programme.confirmed_by = OrganisationFactory(name=put("confirmed_by"))
    programme.form.name_nl = put("form", 120)
    programme.form.save()
    programme.save()
    return programme


@pytest.fixture
def fetched(monkeypatch):
    """What was asked of the fetcher while a document was made."""
    asked = []

    class Listening(OurFilesOnly):
        def fetch(self, url, headers=None):
            asked.append(url)
            return super().fetch(url, headers)

    monkeypatch.setattr(fetching, "OurFilesOnly", Listening)
    return asked


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_every_field_is_printed_and_does_nothing(payload, fetched):
    if "\x00" in payload:
        payload = refused_by_forms(payload)
    document = request_document(PROGRAMME_SHEET, programme_with(payload), language="nl", by=None)
    opened = Opened(making.rendered(document))
    assert fetched
    assert all(url.startswith(OURS) for url in fetched)
    assert opened.hidden() == set()
    assert "root:" not in opened.text
    assert "1999" not in str(opened.file.docinfo["/CreationDate"])
    assert opened.links() <= allowed_links(document)
    words = opened.words
    for number, field in enumerate(FIELDS):
        assert f"{MARK}{number:02d}" in words, field
        if field not in FORMATTED:
            shown = squeezed(printable(put_of(document, field)))
            assert shown in words, field


def refused_by_forms(payload: str) -> str:
    """A NUL comes in through no form, and PostgreSQL keeps none."""
    with pytest.raises(ValidationError):
        ProhibitNullCharactersValidator()(payload)
    return payload.replace("\x00", "\x01")


def put_of(document, field: str) -> str:
    """The text as the document holds it, with the mark of this field."""
    wanted = f"{MARK}{FIELDS.index(field):02d}"
    waiting = [document.content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and wanted in value:
            return value[value.index(wanted) :]
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    raise AssertionError(f"{field} is not on the sheet")


def allowed_links(document) -> set[str]:
    """Ours, the school's, and what somebody wrote as a link in a text that may have links."""
    contact = document.content["contact"]
    return {document.verification_url, document.content["page"], f"mailto:{contact['email']}", "https://x"}
