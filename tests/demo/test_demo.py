"""``make demo``: what it prints and leaves behind is what the README promises."""

from email import message_from_bytes
from pathlib import Path

import pytest

from bot.config import load
from bot.demo.cast import mails
from bot.demo.show import show
from bot.store import Store
from tests.service.live import today


@pytest.mark.slow
def test_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(tmp_path) == 0
    said = capsys.readouterr().out
    cast = list(mails(today()))
    assert [m.what for m in cast if m.what not in said] == []
    with Store(load(tmp_path / "config.toml").database) as store:
        assert len(store.messages()) == len(cast)
        assert {x.state for x in store.outbox()} == {"sent"}
        letters = len(store.outbox())
    written = sorted((tmp_path / "breve").glob("*.eml"))
    assert len(written) == letters
    assert all(message_from_bytes(f.read_bytes())["X-Kvalitetsbot"] for f in written)
    assert len(list((tmp_path / "breve").glob("*.html"))) == letters
    assert sorted(f.suffix for f in tmp_path.glob("opsamling-*")) == [".eml", ".html", ".txt", ".xlsx"]
    log = (tmp_path / "service.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "moellen" not in log, "the log has numbers and codes, never contents"
