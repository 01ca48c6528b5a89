"""Two hundred and more mails about meetings, as people write them: what the service makes of each, whole."""

import pytest

from tests.meetings.mailtable import Mail, decide, mails, outcome

MAILS = mails()


@pytest.mark.parametrize("mail", MAILS, ids=[f"{m.group}: {m.id}" for m in MAILS])
def test_what_a_mail_comes_to(mail: Mail) -> None:
    """A meeting that is wrong is the worst; one that is asked about where it was clear is a fault too."""
    how, shown = outcome(mail, decide(mail))
    assert how == "right" or (how == "asked" and mail.given.get("cautious")), shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("Mødet 10/9 holdes i stedet på Hotel Fjorden.", "Havnevej 1, 8000 Aarhus C", id="met before"),
        pytest.param("Mødet 16/4 flyttes til Klinik Dam, Åvej 3, 8123 Fjordby.", "Åvej 3, 8123 Fjordby", id="told"),
        pytest.param("Mødet den 16. april flyttes til Klinik Dam.", None, id="nobody knows"),
    ],
)
def test_where_a_place_that_we_know_lies(text: str, address: str | None) -> None:
    (act,) = decide(Mail("", "", {"text": text})).meetings
    assert (act.action, act.meeting and act.meeting.address) == ("moved", address)


def test_every_mail_has_its_own_name() -> None:
    names = [(m.group, m.id) for m in MAILS]
    assert len(set(names)) == len(names) > 200
