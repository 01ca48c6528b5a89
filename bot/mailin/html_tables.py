"""Tables of a mail's HTML as people mean them: a cell that goes over several rows stands in each."""

from typing import Any

#: More is no plan's.
_MOST_CELLS, _MOST_ROWS, _LONGEST = 200, 50, 60


def spread_rows(tree: Any) -> None:
    """«16-19» beside three rows, written once (``rowspan``). ``tree``: of ``lxml.html``, changed in place."""
    for cell in tree.xpath("//tr/td[@rowspan] | //tr/th[@rowspan]")[:_MOST_CELLS]:
        told, rows = cell.get("rowspan", ""), cell.getparent().itersiblings("tr")
        text = " ".join(cell.text_content().split())
        cell.attrib.pop("rowspan")
        if not told.isdecimal() or not text or len(text) > _LONGEST:
            continue
        at = sum(1 for _ in cell.itersiblings("td", "th", preceding=True))
        for _, row in zip(range(min(int(told), _MOST_ROWS) - 1), rows, strict=False):
            again = row.makeelement("td", {})
            again.text = text
            row.insert(at, again)
