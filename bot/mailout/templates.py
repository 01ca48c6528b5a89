"""★ The letters' templates: ``mailtemplates/<language>/<letter>.txt.j2`` and ``.html.j2``, with ``findings.toml``
beside them.

The text template says everything: its first line is ``Subject: …``, and its blocks (``greeting``, ``lead``,
``ending``) and exported variables reach the HTML template as ``said``, so that a sentence stands in one place. What
each template is given is ``bot.model.letter_context``'s table; a name that is not there is an error, never an empty
place. They run in a sandbox (``environment``).

Several folders may be laid over each other, file by file; a letter that a language has not is said in Danish.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from bot.data import data_path
from bot.mailout import wording
from bot.mailout.clean import clean
from bot.mailout.rendered import Rendered
from bot.mailout.series import Series
from bot.model.errors import ConfigError
from bot.model.invoice import Language

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_LINE_END_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)
FALLBACK: Language = "da"


class Templates:
    """The templates of the folders given, the first folder having the last word. Compiled on first use, then kept."""

    def __init__(self, *folders: Path) -> None:
        self.folders: Sequence[Path] = (*folders, data_path("mailtemplates"))
        self._findings: dict[Language, wording.FindingsTable] = {}
        self._environments: dict[Language, SandboxedEnvironment] = {}
        self._known: dict[tuple[str, Language], bool] = {}
        #: No secretariat's own lie over them.
        self.are_shipped = not folders
        self.series = Series(self.render)

    def render(self, name: str, language: Language, context: Mapping[str, Any]) -> Rendered:
        """Raises ``ConfigError`` where the template is missing or wrong; the context's texts are cleaned here."""
        from jinja2 import TemplateError  # noqa: PLC0415 - 60 ms that a command without letters need not pay

        spoken = language if self._has(name, language) else FALLBACK
        values = clean(context) | {"language": spoken}
        try:
            return _render(self._environment(spoken), f"{spoken}/{name}", values)
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            file = getattr(error, "name", None) or f"{spoken}/{name}"
            raise ConfigError(f"mailtemplates/{file}", "", _one_sentence(error)) from error

    def warm(self, language: Language = FALLBACK) -> None:
        """Compiles the language's letters now (a tenth of a second), so that the first one need not wait for it."""
        environment = self._environment(language)
        for name in environment.list_templates(extensions=("j2",)):
            if name.startswith((f"{language}/", "_")):
                environment.get_template(name)

    def names(self, language: Language) -> tuple[str, ...]:
        """The letters that the language has, sorted."""
        suffix = ".txt.j2"
        found = {
            p.name.removesuffix(suffix) for folder in self.folders for p in (folder / language).glob(f"[!_]*{suffix}")
        }
        return tuple(sorted(found))

    def findings(self, language: Language) -> wording.FindingsTable:
        """The language's ``findings.toml``. Raises ``ConfigError``."""
        if language not in self._findings:
            path = next(p for f in self.folders if (p := f / language / "findings.toml").is_file())
            try:
                data = tomli.loads(path.read_text("utf-8"))
            except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ConfigError(str(path), "", f"kan ikke læses som TOML ({error})") from None
            self._findings[language] = wording.table(data, language, str(path))
        return self._findings[language]

    def _has(self, name: str, language: Language) -> bool:
        key = (name, language)
        if key not in self._known:
            self._known[key] = any((f / language / f"{name}.txt.j2").is_file() for f in self.folders)
        return self._known[key]

    def _environment(self, language: Language) -> "SandboxedEnvironment":
        if language not in self._environments:
            from bot.mailout.environment import environment  # noqa: PLC0415 - as in ``render``

            self._environments[language] = environment(self.folders, language, self.findings(language))
        return self._environments[language]


def _render(environment: "SandboxedEnvironment", path: str, values: dict[str, Any]) -> Rendered:
    template = environment.get_template(f"{path}.txt.j2")
    context = template.new_context(values)
    try:
        whole = "".join(template.root_render_func(context))
        said: dict[str, Any] = {
            name: "".join(block[0](context)) for name, block in context.blocks.items() if name != "subject"
        }
    except Exception:  # noqa: BLE001 - Jinja's own way to give the error the template's line; it always raises
        environment.handle_exception()
    subject, text = _front_matter(whole, path)
    said = {name: _tidy(block) for name, block in said.items()} | context.get_exported() | {"subject": subject}
    html_template: Template = environment.get_template(f"{path}.html.j2")
    return Rendered(subject, text, html_template.render(values | {"said": said}))


def _front_matter(whole: str, path: str) -> tuple[str, str]:
    head, _, body = whole.lstrip().partition("\n")
    name, colon, subject = head.partition(":")
    if name != "Subject" or not colon or not subject.strip():
        raise ConfigError(
            f"mailtemplates/{path}.txt.j2", "", "begynder ikke med emnelinjen", "Subject: Fakturaen er godkendt"
        )
    return subject.strip(), _tidy(body) + "\n"


def _tidy(text: str) -> str:
    """One blank line at most between paragraphs: what tags leave behind is nobody's layout."""
    return _BLANK_LINES.sub("\n\n", _LINE_END_SPACE.sub("", text)).strip("\n")


def _one_sentence(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    return f"{type(error).__name__}: {error}" + (f" (linje {line})" if line else "")
