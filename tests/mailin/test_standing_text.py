"""Notices under every mail are no part of what its sender wrote; what the sender wrote stays, whatever it speaks of."""

import pytest

from bot.mailin.conversation import split_conversation
from bot.mailin.vocabulary import shipped_vocabulary

SAID = "Vi mødes som aftalt.\n\nMvh\nÅse Lund"
SWEDISH = "Detta mejl är avsett för den avsedda mottagaren."


@pytest.mark.parametrize(
    "notice",
    [
        "Denne e-mail kan indeholde fortrolige oplysninger. Er du ikke rette modtager, bedes du slette den.",
        "Er du ikke rette modtager, bedes du slette\nmailen og give besked.",
        "Hvis du ved en fejl har modtaget denne mail, bedes du venligst slette den og give afsender besked. Enhver\n"
        "form for kopiering eller videregivelse er ikke tilladt. Tænk på miljøet, før du printer denne mail, og\n"
        "slet den, når den er læst.",
        "This e-mail may contain confidential information. If you are not the intended recipient, please cancel it.",
        "FORTROLIGHED: Denne meddelelse er fortrolig og kun til den, den er sendt til. Slet den, hvis det ikke er dig.",
        "Læs vores privatlivspolitik på www.fjordfys.example/privat",
        SWEDISH,
        "Tænk på miljøet\nSendt fra min iPhone",
    ],
)
def test_a_notice_is_dropped(notice: str) -> None:
    assert split_conversation(f"{SAID}\n\n{notice}\n", "Møde", shipped_vocabulary()).new_text == SAID


def test_right_behind_what_is_written_only_the_notice_goes() -> None:
    text = f"Mødet bliver til noget. Er du ikke rette modtager, bedes du slette mailen.\n\n{SAID}"
    found = split_conversation(text, "Møde", shipped_vocabulary()).new_text
    assert found == f"Mødet bliver til noget.\n\n{SAID}"


@pytest.mark.parametrize("end", ["", "\n"], ids=["over the first line", "a paragraph of its own"])
def test_of_a_servers_warning_only_its_own_sentence(end: str) -> None:
    warning = "[EKSTERN] Denne mail er afsendt fra en ekstern adresse. Klik ikke på links, som du ikke kender."
    assert split_conversation(f"{warning}\n{end}{SAID}", "Møde", shipped_vocabulary()).new_text == SAID


def test_under_a_passed_on_mail_too() -> None:
    text = f"Se her\n\nFra: Kroen <k@kroen.example>\nSendt: 3. marts 2026\nEmne: Bord\n\nI er booket.\n\n{SWEDISH}\n"
    (passed_on,) = split_conversation(text, "VS: Bord", shipped_vocabulary()).quoted
    assert passed_on.text == "I er booket."


@pytest.mark.parametrize(
    "text",
    [
        "Emnet er vores privatlivspolitik. Vi mødes tirsdag den 12. maj kl. 17-20.",
        "Vi taler om fortrolige oplysninger i journalen, og hvad der må slettes.",
        "Jeg kom ved en fejl til at aflyse mødet.",
    ],
)
def test_what_is_said_of_such_things_stays(text: str) -> None:
    assert split_conversation(f"{text}\n\n{SAID}", "Møde", shipped_vocabulary()).new_text == f"{text}\n\n{SAID}"
