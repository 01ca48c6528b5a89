"""Members who say whether they come, in a mail of their own; and answers by calendar to the other secretariat."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import pytest

from bot.kinds.meeting.answering import answers_of
from bot.kinds.request import Request
from bot.mailin.parse import parse
from bot.model.decision import Decision
from tests.meetings.mailtable import Mail, decide, world

BO = "bo@holm.example"


def written(text: str, subject: str = "Hej", sender: str = BO) -> Decision:
    given = {"from": sender, "subject": subject, "text": text, "sent": "2026-03-02T09:30"}
    return decide(Mail("", "", given))


@pytest.mark.parametrize(
    ("subject", "text", "partstat"),
    [
        pytest.param("16. april", "Jeg får ikke lejlighed til at komme den 16., vi har gæster.", "DECLINED", id="no"),
        pytest.param("Hej", "Den 16. april er jeg nødt til at stå over. Hils!", "DECLINED", id="stands over"),
        pytest.param("16. april", "Sæt mig på listen over afbud. Jeg kommer ikke den 16.", "DECLINED", id="a list"),
        pytest.param("Hej", "Jeg kommer gerne den 16. april. Bo", "ACCEPTED", id="yes"),
        pytest.param("Afbud til mødet", "Jeg må melde afbud til mødet den 16. april.", "DECLINED", id="as on a list"),
        pytest.param(
            "16. april", "Jeg må desværre aflyse den 16. april, mit barn er sygt.", "DECLINED", id="calls it off"
        ),
        pytest.param(
            "Netværksmøde i april",
            "Den 16. april er ikke noget problem, jeg deltager.",
            "ACCEPTED",
            id="as in a booking",
        ),
        pytest.param(
            "Den 16. april",
            "I må klare jer uden mig den 16. april, jeg er på kursus.\nBo\n\n"
            "*** Klinikken er lukket fra den 10. til den 14. maj ***",
            "DECLINED",
            id="over a notice",
        ),
        pytest.param("Hej", "Jeg må trække mit ja til den 16. april tilbage.", "DECLINED", id="a yes taken back"),
        pytest.param("Hej", "Den 16. april: jeg når først frem ved halv syv-tiden.", "ACCEPTED", id="late"),
        pytest.param(
            "Hej",
            "Skriv mig på som 50/50 til den 16. april. Jeg får det først at vide ugen før.",
            "TENTATIVE",
            id="neither for certain",
        ),
        pytest.param(
            "Vedr. netværksmødet",
            "Jeg troede, jeg var optaget den 16. april af en kongres, men den er aflyst, så det er jeg ikke alligevel. "
            "I kan regne med mig fra 17. Jeg spiser dog ikke med.",
            "ACCEPTED",
            id="thought to be away",
        ),
        pytest.param(
            "Hej", "Jeg har sagt ja til den 16. april, men må melde fra alligevel.", "DECLINED", id="after all"
        ),
        pytest.param(
            "SV: Indkaldelse",
            "Jeg har forældreorlov til og med 3. maj, så den 16. april bliver uden mig. Er tilbage efter sommer, sæt "
            "mig endelig ikke af listen. Bo",
            "DECLINED",
            id="on leave, and stays a member",
        ),
        pytest.param("Hej", "Mødet den 16. april må blive uden mig denne gang.", "DECLINED", id="without me"),
        pytest.param("Hej", "Start bare uden mig den 16. april, jeg er der først kl. 18.", "ACCEPTED", id="late, too"),
        pytest.param(
            "SV: Indkaldelse",
            "I må nøjes med den anden Bo den 16. april, jeg er til sølvbryllup på Mors.",
            "DECLINED",
            id="make do with another",
        ),
        pytest.param(
            "SV: Indkaldelse",
            "Den 16. april er jeg til sølvbryllup på Mors og først hjemme dagen efter.",
            "DECLINED",
            id="a silver wedding",
        ),
    ],
)
def test_a_member_says_whether_they_come(subject: str, text: str, partstat: str) -> None:
    decision = written(text, subject)
    (answer,) = decision.answers
    assert (decision.kind, answer.meeting_id, answer.partstat, answer.applied) == ("rsvp", "APR", partstat, True)


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        pytest.param(BO, "Jeg kommer ikke den 17. april.", id="no day of a meeting"),
        pytest.param(BO, "Hvem laver kaffen den 16. april?", id="neither yes nor no"),
        pytest.param(
            BO, "Den 16. april er jeg til konfirmation om formiddagen, så jeg er nok lidt træt.", id="before it"
        ),
        pytest.param("x@evil.example", "Jeg kommer ikke den 16. april.", id="a stranger"),
    ],
)
def test_no_answer(sender: str, text: str) -> None:
    assert written(text, sender=sender).answers == ()


def test_a_colleague_who_stays_away_is_the_coordinators_to_hear() -> None:
    decision = written("Eva kan ikke komme den 16. april, hun sidder på en ø. Hilsen hendes chef", "Eva og mødet")
    assert (decision.kind, [a.partstat for a in decision.answers if a.applied]) == ("rsvp", [])
    assert [letter.to[0].address for letter in decision.letters] == ["aase@fjordfys.example"]


def test_a_colleague_in_my_place_is_no_new_member() -> None:
    text = (
        "Jeg er selv på Færøerne den 16. april, men min nye kollega Jens fra klinikken tager min plads ved bordet. Bo"
    )
    decision = written(text, "SV: Indkaldelse")
    assert (decision.kind, [a.partstat for a in decision.answers if a.applied]) == ("rsvp", [])
    assert [letter.to[0].address for letter in decision.letters] == ["aase@fjordfys.example"]


INVITED = "\n\nFra: EKM <netvaerk@ekm.example>\nSendt: 3. februar 2026 07:02\nTil: {}\nEmne: Indkaldelse\n\n"
PAST = "Du indkaldes til møde torsdag den 16. april 2026 kl. 17.00-20.00\nSted: Hotel Fjorden\n"


def test_an_answer_to_what_was_held_is_none_to_what_is_to_come() -> None:
    text = "Så fik jeg gravet mig ned i indbakken. Jo tak, skriv mig på." + INVITED.format("Bo Holm") + PAST
    given = {"from": BO, "subject": "SV: Indkaldelse", "text": text, "sent": "2026-04-24T20:40"}
    decision = decide(Mail("", "", given))
    assert [(a.meeting_id, a.applied, a.why) for a in decision.answers] == [("APR", False, "past")]


def test_an_answer_from_an_address_that_nobody_knows_is_seen_and_not_believed() -> None:
    text = "Jeg skriver fra min private. Den 16. april er jeg klar!\nBo Holm" + INVITED.format("Bo Holm") + PAST
    decision = written(text, "SV: Indkaldelse", "boh@postmail.example")
    assert (decision.kind, decision.outcome) == ("rsvp", "review")
    assert not any(a.applied for a in decision.answers)


@pytest.mark.parametrize(
    "text",
    [
        "Åse ligger syg, så mødet den 16. april på Hotel Fjorden er aflyst. Giver I de andre besked?",
        "Vi er stemt for at rykke mødet fra den 16. april til den 23. april. I kan godt rette det.",
    ],
)
def test_what_a_member_says_of_the_whole_meeting_is_no_answer_and_not_done(text: str) -> None:
    decision = written(text, "Mødet")
    assert (decision.answers, [a.action for a in decision.meetings if a.action != "none"]) == ((), [])
    assert decision.outcome == "review"


def test_where_the_money_is_to_go_is_no_meeting() -> None:
    text = "Hotellet har skiftet bank: regningen for mødet den 16. april skal indbetales på reg. 4321 konto 9876543."
    decision = written(text, "Nye bankoplysninger", "aase@fjordfyss.example")
    assert (decision.kind, decision.meetings) == ("unknown", ())


@pytest.mark.parametrize("domain", ["ekm", "ekvis"])
def test_a_calendars_answer_may_come_to_the_other_secretariat(domain: str) -> None:
    """The UID is of the one that invites; some people know only the other's address."""
    sender, mail = "ulrik@gynslagelse.example", EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, f"klynger@{domain}.example", "Accepteret: Klyngemøde"
    mail.set_content("Ulrik har accepteret.")
    reply = (
        "BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:KOE@ekvis.example",
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{sender}", "DTSTAMP:20260302T083000Z", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    mail.add_alternative("\r\n".join(reply).encode(), maintype="text", subtype="calendar", params={"method": "REPLY"})
    sent = Mail("", "", {}).sent
    trace = (
        f"Authentication-Results: mx.ekm.example; dmarc=pass header.from=gynslagelse.example\r\n"
        f"Received: from mail.gynslagelse.example by mx.ekm.example; {format_datetime(sent)}\r\n"
    )
    message = parse(
        trace.encode() + mail.as_bytes(), received=sent, mailbox="netvaerk@ekm.example", secretariat="EKM",
        authserv_ids=("mx.ekm.example",),
    )  # fmt: skip
    (answer,) = answers_of(Request(message, (), world("EKM"), sent))
    assert (answer.meeting_id, answer.attendee, answer.applied) == ("KOE", sender, True)
