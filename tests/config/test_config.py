"""The configuration: what is read, and that a mistake is one sentence with file, key and a right example."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, Secret, load, locate
from bot.config.sections import Folders, Inbox, Login, Reading, SecretariatConfig, ServiceConfig, Smtp
from bot.data import data_path

MINIMAL = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "smtp.example"
port = 587
security = "starttls"
user = "bot@ekm.example"
password = "env:SMTP_PASSWORD"
[secretariat.EKM]
invoice_address = "faktura-ekm@ekm.example"
network_address = "netvaerk@ekm.example"
[[secretariat.EKM.inbox]]
host = "imap.example"
port = 993
user = "faktura-ekm@ekm.example"
password = "env:EKM_IMAP_PASSWORD"
"""


def config_of(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_the_minimum_has_every_default(tmp_path: Path) -> None:
    config = config_of(tmp_path, MINIMAL)
    ekm = config.secretariat["EKM"]
    assert config.database == tmp_path / "kvalitetsbot.sqlite"
    assert ekm.inbox[0].security == "tls"
    assert ekm.inbox[0].folder == "INBOX"
    assert ekm.summary_at == dt.time(7)
    assert config.folders.review == "Behandlet/Til gennemsyn"
    assert config.own_addresses() == {"faktura-ekm@ekm.example", "netvaerk@ekm.example", "bot@ekm.example"}


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        pytest.param('database = "', 'databse = "', "databse", "«database»", id="unknown key names the nearest"),
        pytest.param("port = 587", 'port = "587"', "smtp.port", "port = 993", id="a number in quotes"),
        pytest.param("port = 587", "port = 0", "smtp.port", "positivt", id="port 0"),
        pytest.param("port = 587", "port = 70000", "smtp.port", "65535", id="port too high"),
        pytest.param('"starttls"', '"ssl"', "smtp.security", '"tls", "starttls", "none"', id="another name"),
        pytest.param('"starttls"', '"none"', "smtp.security", "kryptering", id="plaintext to another machine"),
        pytest.param('"smtp.example"\nport = 587\nsecurity = "starttls"',
                     '"127.0.0.1.example"\nport = 587\nsecurity = "none"', "smtp.security", "kryptering",
                     id="a name that only begins like loopback"),
        pytest.param('"env:SMTP_PASSWORD"', '"hemmelig-123"', "smtp.password", "kun hvor den er", id="a secret itself"),
        pytest.param('"env:SMTP_PASSWORD"', '"env:"', "smtp.password", "kun hvor den er", id="an empty name"),
        pytest.param('password = "env:SMTP', '#', "smtp.password", "kræver den", id="password missing"),
        pytest.param('"faktura-ekm@ekm.example"\nnet', '"faktura"\nnet', "secretariat.EKM.invoice_address",
                     "ikke en mailadresse", id="no address"),
        pytest.param('network_address = "netvaerk@ekm.example"\n', "", "secretariat.EKM.network_address", "mangler",
                     id="a key that must be there"),
        pytest.param("[[secretariat.EKM.inbox]]", "[secretariat.EKM.inbox]", "secretariat.EKM.inbox",
                     "[[secretariat.EKM.inbox]]", id="single brackets"),
        pytest.param("[smtp]", "[smpt]", "smpt", "«smtp»", id="section misspelt"),
        pytest.param("[secretariat.EKM]", '[secretariat.EKM]\nsummary_at = "25:00"', "secretariat.EKM.summary_at",
                     'summary_at = "07:00"', id="no time of day"),
        pytest.param("[smtp]", "[service]\nanswer_from = true\n[smtp]", "service.answer_from", "2026-03-01",
                     id="no date"),
        pytest.param('security = "starttls"', 'auth = "microsoft365"', "smtp.tenant", "kræver", id="no tenant"),
    ],
)  # fmt: skip
def test_one_sentence_for_a_mistake(tmp_path: Path, old: str, new: str, key: str, says: str) -> None:
    assert old in MINIMAL
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, MINIMAL.replace(old, new, 1))
    sentence = str(caught.value)
    assert sentence.startswith(f"{tmp_path / 'config.toml'}: {key}: ")
    assert says in sentence
    assert "\n" not in sentence
    assert "hemmelig-123" not in sentence


@pytest.mark.parametrize("text", ["", "x = ", "[secretariat]\n", 'secretariat = "EKM"\n'])
def test_a_file_that_is_no_configuration(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        config_of(tmp_path, text)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="kvalitetsbot init"):
        load(tmp_path / "config.toml")


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert config_of(tmp_path, "\ufeff" + MINIMAL).smtp.port == 587


class TestSecrets:
    def secret(self, where: str, folder: Path) -> Secret:
        return Secret(where, file="config.toml", key="smtp.password", folder=folder)

    def test_from_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KVALITET_TEST", "æble: 7")
        assert self.secret("env:KVALITET_TEST", tmp_path).reveal() == "æble: 7"

    def test_from_a_file_beside_the_configuration(self, tmp_path: Path) -> None:
        (tmp_path / "pw").write_text("hemmelig\n")
        assert self.secret("file:pw", tmp_path).reveal() == "hemmelig"

    def test_from_a_command(self, tmp_path: Path) -> None:
        assert self.secret("command:printf '%s\\n' 'to ord'", tmp_path).reveal() == "to ord"

    @pytest.mark.parametrize(
        "where", ["env:NOT_SET_ANYWHERE", "file:none", "command:false", "command:/no/such", "command:true"]
    )
    def test_one_that_is_not_there_names_the_key(self, tmp_path: Path, where: str) -> None:
        with pytest.raises(ConfigError, match=r"smtp\.password"):
            self.secret(where, tmp_path).reveal()

    def test_is_never_shown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KVALITET_TEST", "s3cret")
        secret = self.secret("env:KVALITET_TEST", tmp_path)
        secret.reveal()
        assert "s3cret" not in f"{secret} {secret!r}"


def test_the_example_is_valid_and_explains_every_key(tmp_path: Path) -> None:
    text = data_path("config.example.toml").read_text(encoding="utf-8")
    config_of(tmp_path, text)
    for section in (Config, Login, Smtp, Inbox, SecretariatConfig, Folders, ServiceConfig, Reading):
        for field in dataclasses.fields(section):
            if field.name != "file":
                assert re.search(rf"\b{field.name}\b", text), f"{section.__name__}.{field.name} is not explained"


def test_the_defaults_in_the_example_are_the_defaults(tmp_path: Path) -> None:
    """Taking the # off every commented key of [folders], [service] and [reading] changes nothing."""
    text = data_path("config.example.toml").read_text(encoding="utf-8")
    head, tail = text.split("[folders]")
    tail = re.sub(r"^# (?=[a-z_]+ = )(?!answer_from|status_file)", "", tail, flags=re.MULTILINE)
    with_defaults, plain = config_of(tmp_path, head + "[folders]" + tail), config_of(tmp_path, text)
    assert with_defaults == dataclasses.replace(plain, smtp=with_defaults.smtp, secretariat=with_defaults.secretariat)


def test_which_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KVALITETSBOT_CONFIG", "/etc/kvalitetsbot.toml")
    assert locate("x.toml") == Path("x.toml")
    assert locate(None) == Path("/etc/kvalitetsbot.toml")
    (tmp_path / "config.toml").write_text("")
    assert locate(None) == Path("config.toml")
