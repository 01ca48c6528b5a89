"""Where the shipped files lie (in a wheel beside the code, in a checkout at its top), and the configuration."""

import os
from pathlib import Path


def data_path(name: str) -> Path:
    """The shipped file or folder of that name: ``rules``, ``mailtemplates``, ``config.example.toml``."""
    inside = Path(__file__).parent / "_data" / name
    return inside if inside.exists() else Path(__file__).parent.parent / name


def locate(given: str | None) -> Path:
    """The file named on the command line, else ``config.toml`` here, else ``KVALITETSBOT_CONFIG``."""
    if given:
        return Path(given)
    here = Path("config.toml")
    named = os.environ.get("KVALITETSBOT_CONFIG")
    return Path(named) if named and not here.exists() else here
