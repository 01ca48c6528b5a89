"""Where the shipped files lie: in a wheel beside the code, in a checkout at its top."""

from pathlib import Path


def data_path(name: str) -> Path:
    """The shipped file or folder of that name: ``rules``, ``mailtemplates``, ``config.example.toml``."""
    inside = Path(__file__).parent / "_data" / name
    return inside if inside.exists() else Path(__file__).parent.parent / name
