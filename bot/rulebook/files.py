"""★ The rule files: which there are, and which of two folders' is read."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.data import data_path
from bot.model.errors import ConfigError
from bot.rulebook.table import unknown

#: A rule file by its name below its folder: the shipped one, and the one that was laid over it.
Files = Mapping[str, list[Path]]
YEAR_FILE = re.compile(r"(20\d\d)\.toml")
SHARED_FILES = (
    "checks.toml",
    "findings.toml",
    "bankdays.toml",
    "privacy.toml",
    "meetings.toml",
    "agenda.toml",
    "calendar.toml",
    "summary.toml",
)
#: Folders whose files reading is given together, by stem.
FOR_READING = ("vocabulary/", "reading/")


def rule_files(shipped: Path | None = None, overlay: Path | None = None) -> Files:
    """``shipped`` None: the rules that came with the program. Raises ``ConfigError``."""
    folders = [data_path("rules") if shipped is None else shipped]
    if overlay is not None:
        folders.append(overlay)
    for folder in folders:
        if not folder.is_dir():
            raise ConfigError(str(folder), "", "mappen med regler findes ikke", 'rules = "mine-regler"')
    files = _layers(folders)
    for name in SHARED_FILES:
        if name not in files:
            raise ConfigError(str(folders[0] / name), "", "filen findes ikke")
    return files


def _layers(folders: list[Path]) -> dict[str, list[Path]]:
    """Every rule file by its name below the folder, the shipped one first, the one laid over it last."""
    files: dict[str, list[Path]] = {}
    for folder in folders:
        found = sorted(folder.glob("*.toml")) + sorted(folder.glob("*/*.toml"))
        for path in found:
            files.setdefault(path.relative_to(folder).as_posix(), []).append(path)
    for name, paths in files.items():
        _check_name(name, paths[-1], files)
    return files


def _check_name(name: str, path: Path, files: Mapping[str, list[Path]]) -> None:
    """A misspelt file would be read by nobody: say so."""
    head, _, last = name.rpartition("/")
    if not head:
        known = name in SHARED_FILES
    elif f"{head}/" in FOR_READING:
        known = True
    else:
        known = f"{head}/secretariat.toml" in files and (last == "secretariat.toml" or bool(YEAR_FILE.fullmatch(last)))
    if not known:
        folders = [n.split("/")[0] for n in files if n.endswith("/secretariat.toml")]
        known_names = [f"{folder}/{file}" for folder in folders for file in ("secretariat.toml", "2026.toml")]
        raise unknown(str(path), name, (*SHARED_FILES, *known_names))
