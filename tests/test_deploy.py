"""The systemd unit gives little to whoever gets in (promise 22 of ``docs/reliability.md``)."""

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from bot.cli import parser

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "deploy" / "kvalitetsbot.service"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed: apt-get install systemd"
)
def test_its_exposure_is_below_two() -> None:
    """``--threshold`` counts in tenths."""
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", str(UNIT)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr


def test_it_starts_the_service_as_its_own_user_with_one_writable_folder() -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, encoding="utf-8")
    service = unit["Service"]
    assert parser().parse_args(service["ExecStart"].split()[1:]).command == "run"
    assert service["User"] == "kvalitetsbot"
    assert service["ProtectSystem"] == "strict"
    assert service["WorkingDirectory"] == "/var/lib/" + service["StateDirectory"]
    assert not [key for key in service if key in ("ReadWritePaths", "LogsDirectory", "RuntimeDirectory")]
    assert service["RestartPreventExitStatus"] == "2", "a wrong configuration is not tried again and again"
