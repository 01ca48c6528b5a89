"""★ What reading documents and telling a day are given of the rules, where no other rules are asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.rulebook.files import FOR_READING, Files, rule_files
from bot.rulebook.vocabulary import read_texts, read_vocabulary


def load_words(shipped: Path | None = None, overlay: Path | None = None) -> Mapping[str, Any]:
    """``Rulebook.vocabulary``. Raises ``ConfigError``, as ``Rulebook.load``."""
    return words_of(rule_files(shipped, overlay))


def words_of(files: Files) -> dict[str, Any]:
    """One mapping for each file of ``vocabulary/`` and ``reading/``, by stem."""
    return {Path(name).stem: read_vocabulary(paths) for name, paths in files.items() if name.startswith(FOR_READING)}


def load_summary_words(overlay: Path | None = None) -> Mapping[str, Any]:
    """``Rules.summary``. Raises ``ConfigError``, as ``Rulebook.load``."""
    return summary_words_of(rule_files(overlay=overlay))


def summary_words_of(files: Files) -> dict[str, Any]:
    """``Rules.summary`` of these files. Raises ``ConfigError``."""
    return read_texts(files["summary.toml"])
