"""Machines are not answered (RFC 3834), and what a machine says is told apart."""

import pytest

from bot.mailin.automatic import automatic_reason, is_auto_reply, is_bounce, is_own_letter
from bot.mailin.bounces import Bounce, bounces_of
from tests.mailin.build import PDF, mail, multipart, part, read


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        pytest.param(("Subject: Faktura 1042",), None, id="a person"),
        pytest.param(("Auto-Submitted: no",), None, id="Auto-Submitted: no"),
        pytest.param(("Auto-Submitted: No (by hand)",), None, id="no, with a comment"),
        pytest.param(("Auto-Submitted: auto-replied",), "auto-submitted", id="auto-replied"),
        pytest.param(
            ("Auto-Submitted: auto-generated; owner-email=x@y.example",), "auto-submitted", id="with a parameter"
        ),
        pytest.param(("Auto-Submitted: AUTO-NOTIFIED",), "auto-submitted", id="upper case"),
        pytest.param(("Return-Path: <>",), "null-sender", id="null sender"),
        pytest.param(("Return-Path: <lone@firma.example>",), None, id="an ordinary sender"),
        pytest.param(("Precedence: bulk",), "bulk", id="bulk"),
        pytest.param(("Precedence: List",), "bulk", id="list"),
        pytest.param(("Precedence: auto_reply",), "auto-reply", id="auto_reply"),
        pytest.param(("Precedence: first-class",), None, id="first class is no bulk"),
        pytest.param(("List-Id: <nyt.firma.example>",), "list", id="a list"),
        pytest.param(("List-Unsubscribe: <mailto:x@firma.example>",), "list", id="a newsletter"),
        pytest.param(("X-Auto-Response-Suppress: OOF, DR",), "response-suppress", id="Exchange asks for none"),
        pytest.param(("X-Auto-Response-Suppress: DR, RN",), None, id="Exchange asks for no receipts only"),
        pytest.param(("X-Autoreply: yes",), "auto-reply", id="X-Autoreply"),
        pytest.param(("X-Autoreply: no",), None, id="X-Autoreply: no"),
        pytest.param(("X-Autorespond: Ferie",), "auto-reply", id="X-Autorespond"),
        pytest.param(("X-Kvalitetsbot: 17",), "own", id="our own letter"),
        pytest.param(
            ("Subject: Automatisk svar: Faktura 1042",), "auto-reply-subject", id="Outlook's vacation subject"
        ),
        pytest.param(
            ("Subject: [EKSTERN] Automatisk svar: Faktura",), "auto-reply-subject", id="behind a server's label"
        ),
        pytest.param(("Subject: Ikke til stede: Faktura 1042",), "auto-reply-subject", id="Ikke til stede:"),
        pytest.param(("Subject: Ikke til stedet er fundet",), None, id="begins like it, and is not"),
        pytest.param(("Subject: SV: Automatisk svar ønskes",), None, id="a person writes about automatic answers"),
    ],
)
def test_reason_by_headers(headers: tuple[str, ...], reason: str | None) -> None:
    assert automatic_reason(read(mail(*headers))) == reason


@pytest.mark.parametrize(
    ("sender", "reply_to", "reason"),
    [
        ("noreply@firma.example", None, "no-reply"),
        ("No-Reply <no-reply@firma.example>", None, "no-reply"),
        ("faktura-noreply@firma.example", None, "no-reply"),
        ("ikke-svar@firma.example", None, "no-reply"),
        ("noreply@firma.example", "Lone <lone@firma.example>", None),
        ("lone@firma.example", "noreply@firma.example", "no-reply"),
        ("MAILER-DAEMON@mx.firma.example", None, "daemon"),
        ("Postmaster@firma.example", None, "daemon"),
        ("norelly@firma.example", None, None),
        ("noreply@firma.example", "donotreply@firma.example", "no-reply"),
    ],
)
def test_reason_by_sender(sender: str, reply_to: str | None, reason: str | None) -> None:
    headers = (f"Reply-To: {reply_to}",) if reply_to else ()
    assert automatic_reason(read(mail(*headers, sender=sender))) == reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dette er et automatisk svar. Klinikken er lukket i uge 17.", True),
        ("Hej. Denne mail læses ikke. Skriv til kontakt@firma.example.", True),
        ("Tak for din mail. Jeg er på ferie til og med 3. august og er tilbage igen den 4.", True),
        ("Jeg er ude af huset. Ved hurtig besvarelse kontakt Bo.", True),
        ("This is an automatic reply. I will be back on Monday.", True),
        ("Jeg er på ferie d. 12., kan vi flytte mødet?", False),
        ("Hej EKM, jeg er på kursus den 3. og kommer ikke til mødet. Mvh Ida", False),
        ("Hermed faktura for mødet.", False),
        ("", False),
    ],
)
def test_vacation_text_without_headers(text: str, found: bool) -> None:
    message = read(mail("Subject: SV: Møde", body=text))
    assert (automatic_reason(message) == "auto-reply-text") is found
    assert is_auto_reply(message) is found


def test_quoted_vacation_text_is_not_the_senders() -> None:
    text = "Hej, fik I denne?\n\nDen 3. mar. 2026 kl. 10.12 skrev Bo <bo@x.example>:\n> Dette er et automatisk svar.\n"
    assert automatic_reason(read(mail("Subject: SV: Møde", body=text))) is None


ACCOUNTING = multipart(
    part("text/plain; charset=utf-8", "Mødehuset har sendt dig en faktura. Dette er en automatisk genereret mail."),
    part("application/pdf; name=faktura.pdf", PDF, "Content-Disposition: attachment; filename=faktura.pdf"),
    headers=(
        "Auto-Submitted: auto-generated",
        "From: =?utf-8?q?M=C3=B8dehuset_via_RegnskabsSky?= <noreply@regnskab.example>",
        "Reply-To: kontakt@firma.example",
        "Subject: Faktura 1042",
    ),
).replace("From: Lone Holm <lone@firma.example>\n", "")


def test_an_invoice_from_an_accounting_program_is_an_invoice_that_gets_no_answer() -> None:
    message = read(ACCOUNTING)
    assert automatic_reason(message) == "auto-submitted"
    assert not is_auto_reply(message)
    assert not is_bounce(message)
    assert [a.name for a in message.attachments] == ["faktura.pdf"]


def test_an_automatic_answer_is_one_whatever_it_is_called() -> None:
    assert is_auto_reply(read(mail("Auto-Submitted: auto-replied", "Subject: Faktura")))


def test_a_calendars_automatic_answer_counts_as_an_answer() -> None:
    ics = "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"
    message = read(
        multipart(
            part("text/calendar; method=REPLY", ics), headers=("Auto-Submitted: auto-replied",), kind="alternative"
        )
    )
    assert message.calendar_method == "REPLY"
    assert not is_auto_reply(message)


def test_own_letter_comes_back() -> None:
    assert is_own_letter(read(mail("X-Kvalitetsbot: abc")))
    assert not is_own_letter(read(mail("X-Mailer: abc")))


DSN = (
    "Reporting-MTA: dns; mx.ekm.example\n\nOriginal-Recipient: rfc822; Bo@Klinik.example\n"
    "Final-Recipient: rfc822; bo@klinik.example\nAction: failed\nStatus: 5.1.1\n\n"
    "Final-Recipient: rfc822; ida@klinik.example\nAction: delayed\nStatus: 4.4.1 (no answer)\n\n"
    "Final-Recipient: rfc822; per@klinik.example\nAction: relayed\nStatus: 2.1.9\n"
)
RETURNED = "From: EKM <faktura-ekm@ekm.example>\nMessage-ID: <0f1e@ekm.example>\nSubject: Faktura 1042\n\nKære Bo\n"


def report(*parts: str) -> str:
    raw = multipart(*parts, kind="report", headers=("Return-Path: <>", "Subject: Undelivered Mail Returned to Sender"))
    return raw.replace("multipart/report;", "multipart/report; report-type=delivery-status;").replace(
        "Lone Holm <lone@firma.example>", "Mail Delivery System <MAILER-DAEMON@mx.ekm.example>"
    )


def test_bounce_with_a_report() -> None:
    raw = report(part("text/plain", "Sorry."), part("message/delivery-status", DSN), part("message/rfc822", RETURNED))
    message = read(raw)
    assert automatic_reason(message) == "bounce"
    assert is_bounce(message)
    assert not is_auto_reply(message)
    assert bounces_of(message) == (
        Bounce("bo@klinik.example", "5.1.1", permanent=True, original_message_id="<0f1e@ekm.example>"),
        Bounce("ida@klinik.example", "4.4.1", permanent=False, original_message_id="<0f1e@ekm.example>"),
    )


def test_bounce_with_headers_only_brought_back() -> None:
    raw = report(
        part("message/delivery-status", DSN), part("text/rfc822-headers", RETURNED.partition("\n\n")[0] + "\n")
    )
    found, *_ = bounces_of(read(raw))
    assert found.original_message_id == "<0f1e@ekm.example>"


def test_a_bounce_that_quotes_an_invoice_brings_no_invoice() -> None:
    invoice = multipart(part("application/pdf; name=f.pdf", PDF), boundary="inner")
    message = read(report(part("message/delivery-status", DSN), part("message/rfc822", invoice)))
    assert [a.content_type for a in message.attachments] == ["message/delivery-status", "message/rfc822"]
    assert message.quoted == ()


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        pytest.param(
            "Meddelelsen kunne ikke leveres",
            "Meddelelsen til bo@klinik.example kunne ikke leveres. Adressen findes ikke.",
            ("bo@klinik.example", None, True),
            id="Danish, permanent",
        ),
        pytest.param(
            "Kan ikke leveres: Faktura 1042",
            "Postkassen er fuld hos bo@klinik.example. Serveren svarede 452 4.2.2 over quota",
            ("bo@klinik.example", "4.2.2", False),
            id="Danish, mailbox full",
        ),
        pytest.param(
            "Undeliverable: Faktura",
            "Your message to bo@klinik.example couldn't be delivered. 550 5.1.10 Recipient not found",
            ("bo@klinik.example", "5.1.10", True),
            id="Exchange in words",
        ),
        pytest.param(
            "failure notice",
            "<bo@klinik.example>:\nuser unknown\n\n--- Below this line is a copy\nMessage-ID: <0f1e@ekm.example>\n",
            ("bo@klinik.example", None, True),
            id="qmail",
        ),
        pytest.param("Leveringsfejl", "", (None, None, False), id="says nothing"),
    ],
)
def test_bounce_in_words(subject: str, text: str, expected: tuple[str | None, str | None, bool]) -> None:
    message = read(mail(f"Subject: {subject}", "Return-Path: <>", sender="postmaster@klinik.example", body=text))
    (found,) = bounces_of(message)
    assert (found.recipient, found.status, found.permanent) == expected
    assert found.original_message_id == ("<0f1e@ekm.example>" if "0f1e" in text else None)


def test_a_person_who_writes_of_a_bounce_is_no_bounce() -> None:
    message = read(mail("Subject: Kan ikke leveres: jeres mail", "Return-Path: <lone@firma.example>"))
    assert not is_bounce(message)
    assert bounces_of(message) == ()
    assert automatic_reason(message) is None


def test_a_read_receipt_is_a_report_and_no_bounce() -> None:
    raw = multipart(
        part("text/plain", "Læst."),
        part("message/disposition-notification", "Disposition: x; displayed\n"),
        kind="report",
    ).replace("multipart/report;", "multipart/report; report-type=disposition-notification;")
    message = read(raw)
    assert automatic_reason(message) == "report"
    assert not is_bounce(message)
    assert is_auto_reply(message)
