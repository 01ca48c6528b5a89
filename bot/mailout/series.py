"""★ Letters that differ in their addressee's name alone: rendered once with a mark in its place, then filled in.

Twenty members get the same letter about a meeting. Only for the shipped templates, which write the name and do nothing
else with it; the first letter of a series is rendered in full all the same, and the short way is taken for the others
only where it would have given that letter to the byte.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from bot.mailout.clean import clean_text
from bot.mailout.rendered import Rendered
from bot.model.invoice import Language

#: Stands where the name goes. Letters alone: nothing escapes, masks or breaks them.
MARK = "Qxzvnavnvzxq"
#: Series that are kept: meetings whose letters are composed in turn.
KEPT = 32

Render = Callable[[str, Language, Mapping[str, Any]], Rendered]


class Series:
    """May be used by several threads: at worst something is rendered twice."""

    def __init__(self, render: Render) -> None:
        self._render = render
        #: By template and values: the marked letter (None: the short way is not the same), and what holds the values.
        self._known: OrderedDict[tuple[object, ...], tuple[Rendered | None, Mapping[str, Any]]] = OrderedDict()

    def render(self, template: str, language: Language, context: Mapping[str, Any], varies: str) -> Rendered:
        """``varies``: the key of the context's one value in which the letters of a series differ, a text."""
        value = context[varies]
        key = (template, language, varies, *(_key(k, v) for k, v in sorted(context.items()) if k != varies))
        if not value:
            return self._render(template, language, context)
        if key not in self._known:
            return self._first(template, language, context, varies, key)
        marked = self._known[key][0]
        return self._render(template, language, context) if marked is None else _filled(marked, value)

    def _first(
        self, template: str, language: Language, context: Mapping[str, Any], varies: str, key: tuple[object, ...]
    ) -> Rendered:
        whole = self._render(template, language, context)
        marked = self._render(template, language, {**context, varies: MARK})
        self._known[key] = (marked if _filled(marked, context[varies]) == whole else None, context)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return whole


def _key(name: str, value: object) -> tuple[str, object]:
    """Values that are equal, or, where they cannot be compared quickly, the very same (the series keeps them)."""
    try:
        hash(value)
    except TypeError:
        return name, id(value)
    return name, value


def _filled(marked: Rendered, value: str) -> Rendered:
    from markupsafe import escape  # noqa: PLC0415 - comes with jinja2

    text = clean_text(value)
    html = marked.html.replace(MARK, str(escape(text)))
    return Rendered(marked.subject.replace(MARK, text), marked.text.replace(MARK, text), html)
