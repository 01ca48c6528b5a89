"""Two hundred and more mails about meetings, as people write them: what the service makes of each, whole."""

import pytest

from tests.meetings.mailtable import Mail, decide, mails, outcome

MAILS = mails()


@pytest.mark.parametrize("mail", MAILS, ids=[f"{m.group}: {m.id}" for m in MAILS])
def test_what_a_mail_comes_to(mail: Mail) -> None:
    """A meeting that is wrong is the worst; one that is asked about where it was clear is a fault too."""
    how, shown = outcome(mail, decide(mail))
    assert how == "right" or (how == "asked" and mail.given.get("cautious")), shown


def test_every_mail_has_its_own_name() -> None:
    names = [(m.group, m.id) for m in MAILS]
    assert len(set(names)) == len(names) > 200
