"""What the README shows is what the program says: its example is run, its commands and links are looked up."""

import email
import re
import shlex
from email.policy import default
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.arguments import moment
from bot.demo.cast import mails, write_register
from bot.model.zone import COPENHAGEN
from tests.cli.test_documentation import LEAVES

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = 25
security = "none"
auth = "none"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
"""


def block(language: str) -> str:
    """The README's first fenced block in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration, the demo's register around the example's day, and the example's mail."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KVALITETSBOT_CONFIG", raising=False)
    call = shlex.split(block("console").splitlines()[0])
    day = moment(call[call.index("--now") + 1]).astimezone(COPENHAGEN).date()
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "faktura.eml").write_bytes(next(m.raw for m in mails(day) if m.what == "for kort betalingsfrist"))
    write_register(tmp_path / "register", day)
    assert main(["init"]) == 0
    assert main(["register", "import", "register"]) == 0
    return tmp_path


def test_the_example_is_real(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call, _, shown = block("console").partition("\n")
    capsys.readouterr()
    prompt, program, *arguments = shlex.split(call)
    assert (prompt, program) == ("$", "kvalitetsbot")
    main([*arguments, "--letters", "letters"])
    assert capsys.readouterr().out == shown
    (written,) = (example / "letters").glob("*.eml")
    body = email.message_from_bytes(written.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    assert block("text") in body.get_content().replace("\r\n", "\n")


def test_the_commands_named_exist() -> None:
    named = {tuple(words.split()) for words in re.findall(r"kvalitetsbot((?: [a-z]+)+)", README)}
    known = [tuple(leaf.split()[1:]) for leaf in LEAVES]
    assert [words for words in named if not any(words[: len(k)] == k for k in known)] == []


def test_the_make_targets_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [t for t in re.findall(r"^make (\w+)", README, re.MULTILINE) if f"\n{t}:" not in makefile] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
