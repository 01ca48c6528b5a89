"""New text, quoted and forwarded mails, as Danish and English mail programs write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.mailin.conversation import Ends, split_conversation
from bot.mailin.quoted import quoted_date, quoted_sender
from bot.mailin.vocabulary import shipped_vocabulary
from bot.model.message import Address
from bot.model.zone import COPENHAGEN

WORDS = shipped_vocabulary()
ORIGINAL = "Hej Mette\n\nReserveret: onsdag 14. oktober kl. 18-21.\n\nKroen"
KRO = "Kroen ved Åen <kro@aakro.example>"


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=COPENHAGEN)  # type: ignore[misc,arg-type]


FORWARDS = [
    pytest.param(
        "Fwd: Reservation",
        "---------- Forwarded message ---------\nFra: Kroen ved Åen <kro@aakro.example>\n"
        "Date: ons. 27. okt. 2021 kl. 09.31\n"
        "Subject: Reservation\nTo: Mette Holm <mette@klinik.example>\nCc: <bo@klinik.example>\n\n\n" + ORIGINAL,
        local(2021, 10, 27, 9, 31),
        id="Gmail, Danish: mixed languages",
    ),
    pytest.param(
        "Fwd: Reservation",
        "> Start på videresendt besked:\n> \n> Fra: Kroen ved Åen <kro@aakro.example>\n> Emne: Reservation\n"
        "> Dato: 26. oktober 2021 kl. 14.25.08 EEST\n> Til: Mette Holm <mette@klinik.example>\n"
        "> Svar til: Kroen <kro@aakro.example>\n> \n" + "\n".join(f"> {line}" for line in ORIGINAL.split("\n")),
        local(2021, 10, 26, 13, 25, 8),
        id="Apple Mail, Danish: all of it marked",
    ),
    pytest.param(
        "Fwd: Reservation",
        "Begin forwarded message:\n\nFrom: Kroen ved Åen <kro@aakro.example>\nSubject: Reservation\n"
        "Date: 26 October 2021 at 14.25.08 CEST\nTo: Mette Holm <mette@klinik.example>\n\n" + ORIGINAL,
        local(2021, 10, 26, 14, 25, 8),
        id="Apple Mail, English",
    ),
    pytest.param(
        "VS: Reservation",
        "________________________________\nFra: Kroen ved Åen <kro@aakro.example>\nSendt: 13. april 2026 08:22\n"
        "Til: Mette Holm <mette@klinik.example>\nEmne: Reservation\n\n" + ORIGINAL,
        local(2026, 4, 13, 8, 22),
        id="Outlook on the web, Danish: a line of underscores",
    ),
    pytest.param(
        "VS: Reservation",
        "From: Kroen ved Åen <kro@aakro.example>\nSent: Monday, April 13, 2026 8:22 PM\n"
        "To: Mette Holm <mette@klinik.example>\nSubject: Reservation\n\n" + ORIGINAL,
        local(2026, 4, 13, 20, 22),
        id="Outlook 365, English block under a Danish subject, no line",
    ),
    pytest.param(
        "VS: Reservation",
        "Fra: Kroen ved Åen <kro@aakro.example>\nDato: torsdag, 28. oktober 2021 kl. 12.06\n"
        "Til: Mette Holm <mette@klinik.example>, Bo Vik <bo@klinik.example>,\n Ida Lund <ida@klinik.example>\n"
        "Cc: <ekm@ekm.example>\nEmne: Reservation\n\n" + ORIGINAL,
        local(2021, 10, 28, 12, 6),
        id="new Outlook, Danish: Dato, and a broken list of addresses",
    ),
    pytest.param(
        "VS: Reservation",
        "-----Oprindelig meddelelse-----\nFra: Kroen ved Åen [mailto:kro@aakro.example]\nSendt: 13. april 2026 08:22\n"
        "Til: Mette Holm\nEmne: Reservation\n\n" + ORIGINAL,
        local(2026, 4, 13, 8, 22),
        id="old Outlook, Danish: mailto in brackets",
    ),
    pytest.param(
        "VS: Reservation",
        "*Fra:* Kroen ved Åen <kro@aakro.example>\n*Sendt:* 13. april 2026 08:22\n*Til:* Mette Holm\n"
        "*Emne:* Reservation\n\n" + ORIGINAL,
        local(2026, 4, 13, 8, 22),
        id="labels in bold",
    ),
    pytest.param(
        "Fwd: Reservation",
        "-------- Videresendt meddelelse --------\nSubject: \tReservation\nDate: \tThu, 28 Oct 2021 12:06:00 +0200\n"
        "From: \tKroen ved Åen <kro@aakro.example>\nTo: \tMette Holm <mette@klinik.example>\n"
        "CC: \tbo@klinik.example\n\n\n\n" + ORIGINAL,
        local(2021, 10, 28, 12, 6),
        id="Thunderbird, Danish: English labels with tabs, subject first",
    ),
    pytest.param(
        "Vs: Reservation",
        "   ----- Videresendt meddelelse ----- Fra: Kroen ved Åen <kro@aakro.example>Til: Mette Holm "
        "<mette@klinik.example>"
        "Cc: bo@klinik.example <bo@klinik.example>Sendt: torsdag den 28. oktober 2021 12.06.32 CESTEmne: Reservation\n"
        + ORIGINAL,
        local(2021, 10, 28, 12, 6, 32),
        id="Yahoo, Danish: all on the marker's line",
    ),
    pytest.param(
        "Vs: Reservation",
        "----- Videresendt meddelelse -----\nFra: Kroen ved Åen <kro@aakro.example>Til: Mette Holm "
        "<mette@klinik.example>"
        "Cc: bo@klinik.example <bo@klinik.example>Sendt: torsdag den 28. oktober 2021 12.06.32 CESTEmne: Reservation\n"
        + ORIGINAL,
        local(2021, 10, 28, 12, 6, 32),
        id="Yahoo, Danish: all on one line",
    ),
    pytest.param(
        "Fwd: Reservation",
        "-------- Oprindelig besked --------\nFra: Kroen ved Åen <kro@aakro.example> \n"
        "Dato: 04.07.2024  17.45  (GMT+01:00) \n"
        "Til: Mette Holm <mette@klinik.example> \nEmne: Reservation \n\n" + ORIGINAL,
        datetime(2024, 7, 4, 17, 45, tzinfo=timezone(timedelta(hours=1))),
        id="a phone, Danish, zone in brackets",
    ),
    pytest.param(
        "Fwd: Reservation",
        "---------- Forwarded message ----------\nFrom: Kroen ved Åen <kro@aakro.example>\n"
        "Date: Wed, Oct 27, 2021 at 9:31 AM\nSubject: Reservation\nTo: <mette@klinik.example>\n\n" + ORIGINAL,
        local(2021, 10, 27, 9, 31),
        id="Gmail, English",
    ),
]


@pytest.mark.parametrize("above", ["", "Se her.\n\nMvh Mette\n\n"], ids=["nothing above", "a line above"])
@pytest.mark.parametrize(("subject", "text", "moment"), FORWARDS)
def test_forwarded(subject: str, text: str, moment: datetime, above: str) -> None:
    found = split_conversation(above + text, subject, WORDS)
    assert found.new_text == above.strip()
    (quoted,) = found.quoted
    assert quoted.kind == "forwarded"
    assert quoted.from_ is not None
    assert (quoted.from_.name, quoted.from_.address) == ("Kroen ved Åen", "kro@aakro.example")
    assert quoted.subject == "Reservation"
    assert quoted.date == moment
    assert quoted.text == ORIGINAL


MARKED = "> Kommer du på tirsdag?\n> Mvh EKM"
REPLIES = [
    pytest.param(
        f"Den man. 3. mar. 2025 kl. 10.12 skrev EKM <ekm@ekm.example>:\n\n{MARKED}",
        local(2025, 3, 3, 10, 12),
        id="Gmail, Danish",
    ),
    pytest.param(
        f"Den man. 3. mar. 2025 kl. 10.12 skrev EKM\n<ekm@ekm.example>:\n{MARKED}",
        local(2025, 3, 3, 10, 12),
        id="broken in two",
    ),
    pytest.param(
        f"Den man. 3. mar. 2025 kl. 10.12 skrev Efteruddannelse og Kvalitet\nMidt <\nekm@ekm.example>:\n{MARKED}",
        local(2025, 3, 3, 10, 12),
        id="broken in three",
    ),
    pytest.param(f"Den 12-03-2026 kl. 17:03 skrev EKM:\n{MARKED}", local(2026, 3, 12, 17, 3), id="Thunderbird, Danish"),
    pytest.param(
        f"Den 12. mar. 2026 kl. 17.03 skrev EKM <ekm@ekm.example>:\n\n{MARKED}", local(2026, 3, 12, 17, 3), id="Apple"
    ),
    pytest.param(
        'D. 28/10/2021 12.46 skrev "EKM" <ekm@ekm.example>:\n\n    Kommer du på tirsdag?\n    Mvh EKM',
        local(2021, 10, 28, 12, 46),
        id="Outlook for Mac, Danish: indented",
    ),
    pytest.param(
        f"Den torsdag den 12. marts 2026 17.03.00 CET skrev EKM <ekm@ekm.example>:\n\n{MARKED}",
        local(2026, 3, 12, 17, 3),
        id="Yahoo, Danish",
    ),
    pytest.param(
        f"On Mon, Mar 3, 2025 at 10:12 AM EKM <ekm@ekm.example> wrote:\n\n{MARKED}",
        local(2025, 3, 3, 10, 12),
        id="Gmail",
    ),
    pytest.param(
        f"On 12 Mar 2026, at 17.03, EKM <ekm@ekm.example> wrote:\n\n{MARKED}",
        local(2026, 3, 12, 17, 3),
        id="Apple, English",
    ),
    pytest.param(
        "-----Oprindelig meddelelse-----\nFra: EKM <ekm@ekm.example>\nSendt: 12. marts 2026 17:03\nTil: Bo\n"
        "Emne: Møde\n\n"
        "Kommer du på tirsdag?\nMvh EKM",
        local(2026, 3, 12, 17, 3),
        id="old Outlook, Danish",
    ),
    pytest.param(
        "Fra: EKM <ekm@ekm.example>\nSendt: 12. marts 2026 17:03\nTil: Bo\nEmne: Møde\n\nKommer du på tirsdag?\n"
        "Mvh EKM",
        local(2026, 3, 12, 17, 3),
        id="Outlook, Danish",
    ),
    pytest.param(
        "________________________________\nFrom: EKM <ekm@ekm.example>\n"
        "Sent: Thursday, March 12, 2026 5:03:00 PM\nTo: Bo\n"
        "Subject: Møde\n\nKommer du på tirsdag?\nMvh EKM",
        local(2026, 3, 12, 17, 3),
        id="Outlook on a phone, English",
    ),
]


@pytest.mark.parametrize(("text", "moment"), REPLIES)
def test_replied(text: str, moment: datetime) -> None:
    found = split_conversation(f"Ja tak, jeg kommer.\n\nMvh Bo\n\n{text}\n", "SV: Møde", WORDS)
    assert found.new_text == "Ja tak, jeg kommer.\n\nMvh Bo"
    (quoted,) = found.quoted
    assert quoted.kind == "quoted"
    assert quoted.date == moment
    assert quoted.from_ is None or quoted.from_.address == "ekm@ekm.example"
    assert [line.strip() for line in quoted.text.split("\n")] == ["Kommer du på tirsdag?", "Mvh EKM"]


@pytest.mark.parametrize(
    "line",
    [
        "On 12 Mar 2026, at 17.03, Bo Vik <bo@klinik.example> wrote:",
        "On Thu, Mar 12, 2026 at 5:03 PM Bo Vik <bo@klinik.example> wrote:",
        "På 12. marts 2026 kl. 17.03.00, Bo Vik (bo@klinik.example) skrev:",
        "Bo Vik <bo@klinik.example> skrev den 12. marts 2026 17.03:",
        "Den tor. 12. mar. 2026 kl. 17.03 skrev Bo Vik <bo@klinik.example>:",
        "Den 12. mar. 2026 kl. 17.03 +0100 skrev Bo Vik <bo@klinik.example>:",
        "> Den 12. mar. 2026 kl. 17.03 skrev Bo Vik <bo@klinik.example>:",
        "On 12 Mar 2026 17.03 +0100, Bo Vik <bo@klinik.example>, wrote:",
    ],
)
def test_the_line_over_a_quotation_names_its_author(line: str) -> None:
    (quoted,) = split_conversation(f"Ja.\n\n{line}\n{MARKED}", "Re: x", WORDS).quoted
    assert quoted.from_ == Address("bo@klinik.example", "Bo Vik")
    assert quoted.date == local(2026, 3, 12, 17, 3)


def test_each_label_a_paragraph_of_its_own() -> None:
    text = (
        "Se her.\n\nFra: Bo <bo@x.example>\n\nSendt: 12. marts 2026 17:03\n\nEmne: Møde\n\nDato: 18. juni\nSted: Kroen"
    )
    found = split_conversation(text, "VS: Møde", WORDS)
    assert found.new_text == "Se her."
    assert found.quoted[0].text == "Dato: 18. juni\nSted: Kroen"


def test_answer_below_the_quotation() -> None:
    text = f"Den 12. mar. 2026 kl. 17.03 skrev EKM <ekm@ekm.example>:\n{MARKED}\n\nJa, jeg kommer.\nBo"
    found = split_conversation(text, "SV: Møde", WORDS)
    assert found.new_text == "Ja, jeg kommer.\nBo"
    assert found.quoted[0].text == "Kommer du på tirsdag?\nMvh EKM"


def test_answers_between_the_quoted_lines() -> None:
    found = split_conversation("> Kommer du?\nJa.\n> Hvor mange?\nTo.", "SV: Møde", WORDS)
    assert found.new_text == "Ja.\nTo."
    assert [q.text for q in found.quoted] == ["Kommer du?\nHvor mange?"]


def test_a_forward_of_a_reply_keeps_both_authors() -> None:
    text = (
        "Se nedenfor.\n\nFra: Bo Vik <bo@klinik.example>\nSendt: 13. april 2026 08:22\nTil: Mette\n"
        "Emne: SV: Møde\n\nJa tak.\n\n"
        "Fra: EKM <ekm@ekm.example>\nSendt: 12. april 2026 10:00\nTil: Bo\nEmne: Møde\n\nKommer du?"
    )
    found = split_conversation(text, "VS: SV: Møde", WORDS)
    assert found.new_text == "Se nedenfor."
    assert [(q.kind, q.from_ and q.from_.address, q.text) for q in found.quoted] == [
        ("forwarded", "bo@klinik.example", "Ja tak."),
        ("quoted", "ekm@ekm.example", "Kommer du?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hej\n\nFra: kl. 17\nTil: kl. 20\nMvh Bo",
        "Dato: torsdag den 18. juni 2026\nKl.: 17.00-20.00\nPersoner: 4\nMenu: Grillbuffet",
        "Den 12. marts skrev I, at mødet er flyttet. Er det rigtigt?",
        "Jeg skrev i går:\nhvornår er mødet?",
        "Kære EKM\n\nVi har aftalt følgende den 12. marts:\n- kl. 17 oplæg\n- kl. 18 mad",
        "Emne: ledelse\nSted: Kroen",
        "Møde i netværket\nFra: kl. 17\nTil: kl. 20\nDato: 18. juni 2026\nEmne: Journalføring",
        "Fra: 17.00\nTil: 20.00\nEmne: Journalføring",
        "--\nBo Vik\nKlinikken",
        "",
        "\n\n",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    found = split_conversation(text, "Møde", WORDS)
    assert found.new_text == text.strip("\n")
    assert found.quoted == ()


@pytest.mark.parametrize(
    "line",
    [
        "Sendt fra min iPhone",
        "Sendt fra min Samsung-enhed",
        "Hent Outlook til iOS",
        "Sendt fra Outlook til Android",
        "Get Outlook for iOS",
        "Sent from my iPhone",
        "Sendt fra Mail til Windows",
    ],
)
def test_lines_that_phones_add_are_left_out(line: str) -> None:
    found = split_conversation(f"Ja tak.\n\n{line}\n\nDen 12-03-2026 kl. 17:03 skrev EKM:\n{MARKED}", "SV: Møde", WORDS)
    assert found.new_text == "Ja tak."


@pytest.mark.parametrize(
    ("subject", "forward"),
    [
        ("VS: Faktura", True),
        ("SV: VS: Faktura", False),
        ("VS: SV: SV: Faktura", True),
        ("Fwd: Re: Faktura", True),
        ("[EKSTERN] VS: Faktura", True),
        ("SV: [EKSTERN] Faktura", False),
        ("WG: AW: Rechnung", True),
        ("Re[2]: Faktura", False),
        ("VSH-kursus", False),
        ("Vs.: Faktura", False),
        ("", False),
    ],
)
def test_subjects(subject: str, forward: bool) -> None:
    assert WORDS.is_forward(subject) is forward


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("ons. 27. okt. 2021 kl. 09.31", local(2021, 10, 27, 9, 31)),
        ("26. oktober 2021 kl. 14.25.08 EEST", local(2021, 10, 26, 13, 25, 8)),
        ("torsdag, 28. oktober 2021 kl. 12.06", local(2021, 10, 28, 12, 6)),
        ("28/10/2021 12.46", local(2021, 10, 28, 12, 46)),
        ("2026-03-12 17:03", local(2026, 3, 12, 17, 3)),
        ("04.07.2024  17.45  (GMT+01:00)", datetime(2024, 7, 4, 16, 45, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 17:03:00 +0100", local(2026, 3, 12, 17, 3)),
        ("Thu, Mar 12, 2026 at 12:03 AM", local(2026, 3, 12, 0, 3)),
        ("12. marts 2026", local(2026, 3, 12)),
        ("i går", None),
        ("99. marts 2026 kl. 10.00", None),
        ("12. marts 2026 kl. 99.99", None),
        ("", None),
    ],
)
def test_dates_of_quoted_mails(text: str, moment: datetime | None) -> None:
    assert quoted_date(text) == moment


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (KRO, "kro@aakro.example"),
        ('"Kroen ved Åen" <KRO@aakro.example>', "kro@aakro.example"),
        ("Kroen [mailto:kro@aakro.example]", "kro@aakro.example"),
        ("Kroen <kro@aakro.example<mailto:kro@aakro.example>>", "kro@aakro.example"),
        ("kro@aakro.example <kro@aakro.example>", "kro@aakro.example"),
        ("Kroen ved Åen", None),
        ("", None),
    ],
)
def test_senders_of_quoted_mails(text: str, address: str | None) -> None:
    found = quoted_sender(text)
    assert (found.address if found else None) == address


def test_many_nested_quotations_end() -> None:
    text = "\n".join(f"{'>' * n} Den 12-03-2026 kl. 17:03 skrev Bo:" for n in range(1, 2_000))
    assert len(split_conversation(text, "SV: x", WORDS).quoted) <= 20


OUR_LETTER = "Fra: EKM <netvaerk@ekm.example>\nSendt: 12. marts 2026 17:03\nTil: Mette\nEmne: Indkaldelse\n\nKære Mette"
OF_THE_PLACE = "Fra: Kroen <kro@aakro.example>\nSendt: 12. marts 2026 17:03\nTil: Mette\nEmne: Svar\n\nI er booket."
TO_US = OF_THE_PLACE.replace("Til: Mette", "Til: EKM <netvaerk@ekm.example>")
OF_A_NAME = OF_THE_PLACE.replace("Fra: Kroen <kro@aakro.example>", "Fra: Kroen")


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        pytest.param("Så har vi et sted", OF_THE_PLACE, "forwarded", id="a place's, under a new subject"),
        pytest.param("", OF_THE_PLACE, "forwarded", id="a place's, under no subject"),
        pytest.param("Sted", OF_A_NAME, "forwarded", id="a name alone: of the author's own house"),
        pytest.param("Sted", f"Den 12. mar. 2026 kl. 17.03 skrev Kroen <kro@aakro.example>:\n{MARKED}", "forwarded",
                     id="a place's in quote marks"),
        pytest.param("Sted", f"Den 12. mar. 2026 kl. 17.03 skrev EKM:\n{MARKED}", "quoted", id="a name over marks"),
        pytest.param("SV: Svar", OF_THE_PLACE, "quoted", id="a reply's subject"),
        pytest.param("[EKSTERN] SV: Svar", OF_THE_PLACE, "quoted", id="a reply's subject, marked by a server"),
        pytest.param("Et spørgsmål", OUR_LETTER, "quoted", id="our own letter"),
        pytest.param("Et spørgsmål", TO_US, "quoted", id="a mail that came to us"),
    ],
)  # fmt: skip
def test_under_a_new_subject_it_is_told_by_whose_mail_it_is(subject: str, text: str, kind: str) -> None:
    found = split_conversation(f"Se her.\n\n{text}", subject, WORDS, Ends("mette@klinik.example", "ekm.example"))
    assert [q.kind for q in found.quoted] == [kind]
    assert found.new_text == "Se her."


@pytest.mark.parametrize(
    ("author", "kinds"),
    [("mette@klinik.example", ["forwarded", "forwarded"]), ("bo@klinik.example", ["forwarded", "quoted"])],
    ids=["their own", "somebody else's"],
)
def test_who_passes_on_an_answer_passes_on_what_it_answers(author: str, kinds: list[str]) -> None:
    answer = "Fra: Mette <mette@klinik.example>\nSendt: 13. marts 2026 9:00\nTil: Kroen\nEmne: SV: Svar\n\nJa tak.\n\n"
    found = split_conversation(answer + OF_THE_PLACE, "VS: Svar", WORDS, Ends(author, "ekm.example"))
    assert [q.kind for q in found.quoted] == kinds
