"""Every mail, of every app, has its three parts, and its text is nobody's HTML."""

import re

import pytest

from tests.architecture.files import ROOT, ours

FOLDER = ROOT / "templates" / "mail"
MAILS = sorted({str(path.relative_to(FOLDER)).split(".")[0] for path in FOLDER.glob("*/*")})


@pytest.mark.parametrize("mail", MAILS)
def test_mail_has_subject_text_and_html(mail):
    subject, text, html = (FOLDER / f"{mail}{part}" for part in (".subject.txt", ".txt", ".html"))
    assert "{% extends" not in subject.read_text()
    assert text.read_text().startswith('{% extends "mail/_base.txt" %}')
    assert html.read_text().startswith('{% extends "mail/_base.html" %}')
    assert "autoescape" not in subject.read_text() + text.read_text() + html.read_text()
    assert not re.search(r"<img|<script|style=|url\(", html.read_text())


@pytest.mark.parametrize("mail", MAILS)
def test_mail_is_sent_by_somebody(mail):
    app, name = mail.split("/")
    written = "".join(path.read_text() for path in ours(".py") if "tests" not in path.parts)
    assert f'"{mail}"' in written or (app == "account" and f'"{name}"' in written) or mail in BY_ALLAUTH


# `adapter.py` takes the name from allauth's own template.
BY_ALLAUTH = {"account/password_reset_key", "account/email_confirmation"}
