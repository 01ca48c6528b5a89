# ruff: noqa: E501 - an element of the picture stands on one line
"""The reliability curve as SVG: of the fields given p, the share that is right, over how many were given."""

from tests.corpus.reliability import BINS, Reliability

_LEFT, _TOP, _SIDE, _BARS = 60, 20, 320, 70


def svg(found: Reliability, title: str) -> str:
    """A square with the diagonal and a point for each tenth; below it how many fields each tenth has (log scale)."""
    most = max((b.count for b in found.bins if b), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 {_TOP + _SIDE + _BARS + 70}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="14" font-weight="bold">{title}</text>',
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>',
        f'<line x1="{_LEFT}" y1="{_TOP + _SIDE}" x2="{_LEFT + _SIDE}" y2="{_TOP}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tenth in range(0, BINS + 1, 2):
        at = tenth / BINS
        parts.append(f'<text x="{_x(at)}" y="{_TOP + _SIDE + 14}" text-anchor="middle">{at:.1f}</text>')
        parts.append(f'<text x="{_LEFT - 6}" y="{_y(at) + 4}" text-anchor="end">{at:.1f}</text>')
    points = [(b.confidence, b.right, b.count) for b in found.bins if b]
    line = " ".join(f"{_x(p):.1f},{_y(r):.1f}" for p, r, _ in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1b6e8c" stroke-width="2"/>')
    base = _TOP + _SIDE + 30 + _BARS
    for p, right, count in points:
        high = _BARS * (len(str(count)) - 1 + count / 10 ** len(str(count))) / len(str(most))
        parts.append(f'<circle cx="{_x(p):.1f}" cy="{_y(right):.1f}" r="4" fill="#1b6e8c"/>')
        parts.append(f'<rect x="{_x(p) - 9:.1f}" y="{base - high:.1f}" width="18" height="{high:.1f}" fill="#b9d5df"/>')
        parts.append(f'<text x="{_x(p):.1f}" y="{base + 12}" text-anchor="middle" font-size="9">{count}</text>')
    parts.append(
        f'<text x="{_LEFT + _SIDE / 2}" y="{base + 28}" text-anchor="middle">sikkerhed, som programmet gav (felter i hver tiendedel under søjlen)</text>'
    )
    parts.append(
        f'<text x="16" y="{_TOP + _SIDE / 2}" text-anchor="middle" transform="rotate(-90 16 {_TOP + _SIDE / 2})">andel rigtige</text>'
    )
    return "\n".join([*parts, "</svg>", ""])


def _x(p: float) -> float:
    return _LEFT + _SIDE * p


def _y(p: float) -> float:
    return _TOP + _SIDE * (1 - p)
