from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from les_portal.mail.bounces import bounce_in
from les_portal.mail.models import Mail

pytestmark = pytest.mark.django_db

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: portaal@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: {type}; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that finn@example.org could not be reached.
--b
Content-Type: {status_type}

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822; other@example.org
Action: relayed
Status: 2.0.0

Final-Recipient: rfc822; finn@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 <script>alert(1)</script>
--b
Content-Type: {returned_type}

{returned}
--b--
"""


def report(
    message_id,
    *,
    type="multipart/report",
    action="failed",
    status="5.1.1",
    status_type="message/delivery-status",
    returned_type="message/rfc822",
    returned="Subject: x\nMessage-ID: {}\n\nHello",
) -> str:
    returned = returned.format(message_id)
    return REPORT.format(**{name: value for name, value in locals().items() if name != "message_id"})


@pytest.fixture
def sent(finn, anna, write, do_jobs):
    mail = write(finn, sender=anna)
    do_jobs()
    mail.refresh_from_db()
    assert mail.state == "sent"
    return mail


def record(tmp_path: Path, *messages: str) -> str:
    out, files = StringIO(), []
    for number, text in enumerate(messages):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_text(text)
    call_command("record_bounces", *files, stdout=out)
    return out.getvalue().strip()


def test_bounce_marks_the_mail_and_its_sender_sees_it(tmp_path, sent, anna):
    assert record(tmp_path, report(sent.message_id)) == "Came back: 1. Of no mail that we sent: 0."
    sent.refresh_from_db()
    assert (sent.state, sent.problem, sent.answer) == ("bounced", "unknown", "5.1.1")
    assert list(Mail.objects.problems_of(anna)) == [sent]


@pytest.mark.parametrize(
    ("status", "problem", "answer"),
    [("5.2.2", "full", "5.2.2"), ("4.4.7 (expired)", "refused", "4.4.7"), ("x", "refused", "5.0.0")],
)
def test_bounce_says_the_reason_by_its_number(tmp_path, sent, status, problem, answer):
    record(tmp_path, report(sent.message_id, status=status))
    sent.refresh_from_db()
    assert (sent.state, sent.problem, sent.answer) == ("bounced", problem, answer)


@pytest.mark.parametrize("head", ["text/rfc822-headers", "message/rfc822-headers"])
def test_bounce_may_return_only_the_head(tmp_path, sent, head):
    record(tmp_path, report(sent.message_id, returned_type=head))
    sent.refresh_from_db()
    assert sent.state == "bounced"


@pytest.mark.parametrize(
    "other",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": ""},
        {"type": "multipart/mixed"},
        {"type": "text/plain"},
        {"status_type": "text/plain"},
        {"returned_type": "text/plain"},
        {"returned": "Subject: without\n\n"},
        {"returned": "Message-ID: \n\n"},
    ],
)
def test_what_is_no_report_of_a_failure_changes_nothing(tmp_path, sent, other):
    assert record(tmp_path, report(sent.message_id, **other)) == "Came back: 0. Of no mail that we sent: 1."
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_unknown_mail_is_left_alone(tmp_path, sent):
    assert record(tmp_path, report("<x@example.org>")).startswith("Came back: 0.")
    assert Mail.objects.filter(state="bounced").count() == 0


@pytest.mark.parametrize("state", ["held", "failed"])
def test_what_never_left_cannot_come_back(tmp_path, sent, state):
    Mail.objects.update(state=state, problem="left" if state == "failed" else "")
    record(tmp_path, report(sent.message_id))
    sent.refresh_from_db()
    assert sent.state == state


def test_bounce_that_is_faster_than_our_own_commit_counts(tmp_path, finn, write, do_jobs):
    """The server took it and answered before the worker wrote that it was sent; nor is it sent once more then."""
    mail = write(finn)
    record(tmp_path, report(mail.message_id))
    do_jobs()
    mail.refresh_from_db()
    assert mail.state == "bounced"


def test_bounce_of_a_summary_is_that_of_all_in_it(tmp_path, finn, anna, write, choose, do_jobs_later):
    choose(finn, "daily")
    part = write(finn, sender=anna)
    do_jobs_later()
    record(tmp_path, report(Mail.objects.get(kind="summary").message_id))
    part.refresh_from_db()
    assert (part.state, part.problem) == ("bounced", "unknown")


def test_bounce_of_a_secret_leaves_no_secret(tmp_path, finn, write, kind, mail_server):
    mail = write(finn, kind=kind("secret", secret=True))
    record(tmp_path, report(mail.message_id))
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("bounced", "")


def mbox(*messages: str) -> str:
    return "".join(f"From MAILER-DAEMON Fri Nov 20 12:00:00 2026\n{message}\n" for message in messages)


def test_an_mbox_holds_many(tmp_path, sent, finn, write, do_jobs):
    other = write(finn)
    do_jobs()
    said = record(tmp_path, mbox(report(sent.message_id), "Subject: hello\n\nx\n", report(other.message_id)))
    assert said == "Came back: 2. Of no mail that we sent: 1."


@pytest.mark.parametrize("envelope", [str, mbox])
def test_a_mail_server_pipes_its_report_in(sent, monkeypatch, envelope):
    data = envelope(report(sent.message_id)).encode()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
    call_command("record_bounces", stdout=StringIO())
    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="not a file"):
        call_command("record_bounces", tmp_path / "nothing")


REPORT_OF = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
HOSTILE = [
    b"",
    b"\0" * 100,
    b"From ",
    b"Content-Type: multipart/report",
    b"Content-Type: multipart/report; boundary=\xff\xfe\n\n--\xff\n",
    REPORT_OF + b"Content-Type: message/rfc822\n\n--b",
    REPORT_OF + b"Content-Type: message/delivery-status\n\n\xff\xff: \xff\n\n--b--",
    b"Subject: " + b"=?utf-8?q?" * 5000 + b"\n\nx",
    b"Content-Type: message/rfc822\n\n" * 3000,
    b"".join(b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_else_is_read_without_harm(data):
    assert bounce_in(data) is None


def test_a_message_id_that_is_no_text_is_no_message_id(sent):
    data = report(sent.message_id).encode().replace(b"Message-ID: ", b"Message-ID: \xff ")
    assert bounce_in(data).message_id == sent.message_id
    assert bounce_in(report("<" + "x" * 5000 + ">").encode()) is None
