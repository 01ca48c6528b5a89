"""What a person reads for the codes that programs read."""

from typing import get_args

import pytest

from bot.cli import words as said
from bot.model.decision import MessageKind
from bot.model.finding import Verdict
from bot.model.invoice import DocumentKind
from bot.model.letter import LetterState
from bot.model.meeting import Partstat
from bot.model.register import MeetingStatus
from bot.store.mail_rows import MessageState, Purpose


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        pytest.param(MessageKind, said.MESSAGES, id="kinds of mail"),
        pytest.param(DocumentKind, said.KINDS, id="kinds of documents"),
        pytest.param(Verdict, said.VERDICTS, id="verdicts"),
        pytest.param(MessageState, said.STATES, id="states of mails"),
        pytest.param(LetterState, said.LETTERS, id="states of letters"),
        pytest.param(MeetingStatus, said.MEETINGS, id="meetings"),
        pytest.param(Partstat, said.ANSWERS, id="answers"),
        pytest.param(Purpose, said.PURPOSES, id="why an original was read"),
    ],
)
def test_every_code_has_its_word(codes: object, words: dict[str, str]) -> None:
    assert set(words) == set(get_args(codes))
