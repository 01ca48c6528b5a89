"""★ What reading documents is given of the rules, and nothing else of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.rulebook.files import FOR_READING, Files, rule_files
from bot.rulebook.vocabulary import read_vocabulary


def load_words(shipped: Path | None = None, overlay: Path | None = None) -> Mapping[str, Any]:
    """``Rulebook.vocabulary``, where no other rules are asked for. Raises ``ConfigError``, as ``Rulebook.load``."""
    return words_of(rule_files(shipped, overlay))


def words_of(files: Files) -> dict[str, Any]:
    """One mapping for each file of ``vocabulary/`` and ``reading/``, by stem."""
    return {Path(name).stem: read_vocabulary(paths) for name, paths in files.items() if name.startswith(FOR_READING)}
