"""What of a page's styles decides whether its text is seen. No renderer: the ways that are used to hide text
in mail.

Source of the properties: CSS 2.2 §11 (visibility), §18 (colours), CSS Display 3 §2, HTML 5 §6.1 (``hidden``);
``mso-hide`` is Outlook's, ``-webkit-text-fill-color`` and ``zoom`` are WebKit's (Compatibility Standard §3.4), and text
that is struck out or printed backwards says something else than its letters.
"""

import re
from dataclasses import dataclass, replace

_LENGTH = re.compile(r"^\s*(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|cm|mm|in|%|)\s*")
#: A length's unit in CSS pixels (em and the like at the usual 16).
_PIXELS = {
    "px": 1.0,
    "": 1.0,
    "pt": 4 / 3,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96.0,
    "%": 0.16,
}
_RGB = re.compile(r"\brgba?\(([^)]*)\)")
_OPACITY = re.compile(r"opacity\(\s*(\d*\.?\d+)\s*(%?)")
_TURNS = re.compile(r"rotate|scale|matrix|skew|perspective")
_URL = re.compile(r"url\([^)]*\)", re.I)
#: A colour as (red, green, blue, alpha), each 0..255.
Colour = tuple[int, int, int, int]
_WHITE: Colour = (255, 255, 255, 255)
_BLACK: Colour = (0, 0, 0, 255)
#: Type below this many pixels, and colours nearer than so many steps of grey, are not seen.
_SMALLEST, _FAINTEST, _FAR_OFF = 4.0, 40.0, -100.0
#: Elements whose text is not shown, or is shown as no longer true (HTML 5 §4.7.2, §4.12.3).
_UNSHOWN = frozenset({"template", "del", "s", "strike"})


@dataclass(frozen=True, slots=True)
class Style:
    """An element's own declarations, and what it has from its ancestors."""

    declared: dict[str, str]
    colour: Colour = _BLACK
    ground: Colour = _WHITE
    font_pixels: float = 16.0

    @classmethod
    def of(cls, tag: str, attributes: dict[str, str], inherited: "Style | None") -> "Style":
        declared = _declarations(attributes) | ({"hidden": ""} if _is_unshown(tag, attributes) else {})
        style = replace(inherited, declared=declared) if inherited is not None else cls(declared)
        text = declared.get("-webkit-text-fill-color") or declared.get("color")
        text = text or (attributes.get("color") if tag == "font" else attributes.get("text"))
        ground = declared.get("background-color") or declared.get("background") or attributes.get("bgcolor")
        return replace(
            style,
            colour=_colour(text, style.colour),
            ground=_over(_colour(_URL.sub("", ground or ""), (0, 0, 0, 0)), style.ground),
            font_pixels=_pixels(declared.get("font-size"), style.font_pixels) * _zoom(declared.get("zoom")),
        )


def hides(style: Style) -> bool:
    """Whether an element with that style shows nothing of its text."""
    own = style.declared
    return (
        "hidden" in own
        or own.get("display") == "none"
        or own.get("visibility") in ("hidden", "collapse")
        or own.get("mso-hide") == "all"
        or own.get("content-visibility") == "hidden"
        or _is_turned(own)
        or "override" in own.get("unicode-bidi", "")
        or "line-through" in own.get("text-decoration", "") + own.get("text-decoration-line", "")
        or min(_number(own.get("opacity"), 1.0), _filtered(own.get("filter"))) < 0.15
        or style.font_pixels < _SMALLEST
        or _is_shut(own)
        or _is_elsewhere(own)
        or _grey_between(style.colour, style.ground) < _FAINTEST
    )


def _is_unshown(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "details":
        return "open" not in attributes
    return tag in _UNSHOWN or (tag == "bdo" and attributes.get("dir", "").lower() == "rtl")


def _filtered(value: str | None) -> float:
    """What ``filter: opacity(…)`` leaves (Filter Effects 1 §9)."""
    found = _OPACITY.search(value or "")
    return float(found.group(1)) / (100 if found.group(2) else 1) if found is not None else 1.0


def _zoom(value: str | None) -> float:
    text = value or "1"
    return _number(text.rstrip("%"), 1.0) / (100 if text.endswith("%") else 1)


def _declarations(attributes: dict[str, str]) -> dict[str, str]:
    """``style`` and the attribute ``hidden`` as lower case declarations, ``!important`` left off."""
    own = {"hidden": ""} if "hidden" in attributes else {}
    for part in attributes.get("style", "").lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            own[name.strip()] = value.replace("!important", "").strip()
    return own


def _is_shut(own: dict[str, str]) -> bool:
    """A box without room in it whose contents do not flow out, or one that is cut away."""
    sizes = (own.get(name) for name in ("height", "max-height", "width", "max-width"))
    no_room = any(size is not None and _pixels(size, 99.0) < 2.0 for size in sizes)
    cut = own.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px")) or "clip-path" in own
    return cut or (no_room and own.get("overflow", "visible") != "visible")


def _is_turned(own: dict[str, str]) -> bool:
    """Letters on their heads, mirrored or in another order (CSS Transforms 2 §5, CSS Flexbox §5.1)."""
    moved = own.get("transform", "") + "".join(name for name in ("rotate", "scale") if own.get(name, "none") != "none")
    return _TURNS.search(moved) is not None or "reverse" in own.get("flex-direction", "") + own.get("flex-flow", "")


def _is_elsewhere(own: dict[str, str]) -> bool:
    places = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
    return any(_pixels(own.get(name), 0.0) < _FAR_OFF for name in places)


def _pixels(length: str | None, otherwise: float) -> float:
    found = _LENGTH.match(length or "")
    return float(found.group(1)) * _PIXELS[found.group(2)] if found is not None else otherwise


def _number(value: str | None, otherwise: float) -> float:
    try:
        return float(value) if value is not None else otherwise
    except ValueError:
        return otherwise


def _colour(name: str | None, otherwise: Colour) -> Colour:
    """A CSS colour, also where other values of a shorthand stand around it; ``otherwise`` where there is none
    that we know.
    """
    text = (name or "").lower()
    if "transparent" in text:
        return (0, 0, 0, 0)
    if (function := _RGB.search(text)) is not None:
        return _rgb(function.group(1), otherwise)
    if not text:
        return otherwise
    from PIL import ImageColor  # noqa: PLC0415 - 20 ms, for HTML with colours only

    for word in text.split():
        try:
            red, green, blue, *alpha = ImageColor.getrgb(word)
        except ValueError:
            continue
        return (red, green, blue, alpha[0] if alpha else 255)
    return otherwise


def _rgb(arguments: str, otherwise: Colour) -> Colour:
    """``255, 0, 0`` or ``100% 0% 0% / .5`` (CSS Color 4 §5)."""
    parts = re.split(r"[\s,/]+", arguments.strip())
    if len(parts) not in (3, 4):
        return otherwise
    try:
        shares = [float(part[:-1]) / 100 if part.endswith("%") else float(part) / 255 for part in parts[:3]]
        alpha = _number(parts[3].rstrip("%"), 1.0) / (100 if parts[3].endswith("%") else 1) if len(parts) == 4 else 1.0
    except ValueError:
        return otherwise
    red, green, blue, opacity = (round(255 * min(1.0, max(0.0, share))) for share in (*shares, alpha))
    return (red, green, blue, opacity)


def _over(top: Colour, bottom: Colour) -> Colour:
    """``top`` laid over an opaque ``bottom`` (CSS Compositing 1 §5)."""
    share = top[3] / 255
    red, green, blue = (
        round(upper * share + lower * (1 - share)) for upper, lower in zip(top[:3], bottom[:3], strict=True)
    )
    return (red, green, blue, 255)


def _grey_between(colour: Colour, ground: Colour) -> float:
    """The steps of grey (ITU-R BT.601) between text and its ground, 0..255."""
    seen = _over(colour, ground)
    return abs(sum(weight * (a - b) for weight, a, b in zip((0.299, 0.587, 0.114), seen[:3], ground[:3], strict=True)))
