"""Whole mails with their truth; see ``samples/README.md``."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.mailin.automatic import automatic_reason, is_auto_reply, is_bounce
from bot.mailin.bounces import bounces_of
from bot.mailin.language import language_of
from bot.mailin.vocabulary import shipped_vocabulary
from tests.mailin.build import read

FOLDER = Path(__file__).parent / "samples"
TRUTH = FOLDER / "truth.json"


def found_in(file: Path) -> dict[str, Any]:
    message = read(file.read_bytes())
    bounce = next(iter(bounces_of(message)), None)
    found = {
        "from": message.from_ and f"{message.from_.name} <{message.from_.address}>",
        "subject": message.subject,
        "message_id": message.message_id,
        "reply_to": [a.address for a in message.reply_to],
        "authentication": message.authentication.result,
        "automatic": automatic_reason(message),
        "auto_reply": is_auto_reply(message),
        "bounce": list(bounce) if bounce and is_bounce(message) else None,
        "calendar_method": message.calendar_method,
        "language": language_of(message.text, shipped_vocabulary()),
        "attachments": [f"{a.name} ({a.sniffed})" for a in message.attachments],
        "quoted": [
            f"{q.kind}: {q.from_ and q.from_.address}, {q.date and q.date.isoformat()}, {q.subject}, {q.text[:40]}"
            for q in message.quoted
        ],
        "new_text": message.new_text,
        "defects": list(message.defects),
    }
    return {key: value for key, value in found.items() if value not in (None, [], False, "")}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in sorted(FOLDER.glob("*.eml"))])
def test_sample(file: Path) -> None:
    assert found_in(file) == json.loads(TRUTH.read_text("utf-8"))[file.stem]


if __name__ == "__main__":
    everything = {file.stem: found_in(file) for file in sorted(FOLDER.glob("*.eml"))}
    TRUTH.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", "utf-8")
