"""RapidOCR's models (PP-OCRv6 small) as an engine: one finds the lines of a page, one reads them.

The models are those in ``rapidocr``'s own wheel, by path: nothing is ever fetched. What its ``RapidOCR`` object offers
whole is not used beyond that, because of three things that Danish needs: its alphabet of 18,708 characters is
narrowed to ours, the rare letters æ, ø and å get the weight that they have in Danish, and each character keeps its
place and its probability, from which words get theirs.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bot.documents.ocr.seen import Character, Corners, Grey, SeenLine, Sight
from bot.documents.ocr.turning import is_lying, sideways, turned, turned_corners

_Floats = npt.NDArray[np.float32]

#: What a Danish invoice is written with. A sign that is in the models' alphabet but not here (∅, 。, ：) is never read.
ALPHABET = (
    "0123456789"
    "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
    "éèêëáàâäóôöúüíñçßÉÈÁÀÄÖÜ"
    " .,:;!?'\"()[]{}<>/\\|-–—_+*=&%§#@~^°½¼¾÷×±€$£"
)
#: Danish writes æ, ø and å some fifty times as often as the texts that the models have seen most of, in which they
#: stand for «ae», «o» and «a»: their probability is multiplied. Measured: ``docs/reading.md``, «Scans».
_DANISH, _DANISH_WEIGHT = "æøåÆØÅ", 3.0
#: The longer and the shorter side of the picture in which lines are looked for: with less, small type is lost.
_LONG, _SHORT = 960, 680
#: Height of a line for the reading model, and the widths that are read together.
_HEIGHT, _BATCH = 48, 6
#: A line is read in pieces of no more than this many times its height: what is longer is a ruling.
_LONGEST = 60.0
#: So many lines say whether a page is upside down; above that mean probability they are not.
_SAMPLE, _SENSIBLE = 6, 0.93
#: What runs up or down the page is print above that mean probability.
_PRINT = 0.85
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}


class RapidEngine:
    """Loads in a tenth of a second, the models with the first picture. Raises ``ImportError`` without the extra
    ``ocr``, ``FileNotFoundError`` where the wheel has other models.
    """

    def __init__(self, threads: int = 2) -> None:
        import rapidocr  # noqa: PLC0415 - it is an extra, and ``check`` says so where it is missing

        folder = Path(rapidocr.__file__).parent / "models"
        parameters: dict[str, Any] = {
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Det.limit_type": "max",
        }
        for part, model in _MODELS.items():
            if not (folder / model).is_file():
                raise FileNotFoundError(model)
            parameters[f"{part}.model_path"] = str(folder / model)
        self.name = f"rapidocr {version('rapidocr')}"
        models: Any = rapidocr.RapidOCR(params=parameters)
        self._finder: Any = models._load_det_model()
        self._reader: Any = models._load_rec_model()
        for part, model in ((self._finder, _MODELS["Det"]), (self._reader, _MODELS["Rec"])):
            part.session.session = _session(folder / model, threads)

    @cached_property
    def _alphabet(self) -> tuple[list[str], npt.NDArray[np.intp], _Floats]:
        """Our characters, the index of each in the model's answer, and its weight. The first is «no character»."""
        known: list[str] = self._reader.postprocess_op.character
        indices = [0, *(i for i, c in enumerate(known) if i and c in ALPHABET)]
        letters = ["", *(known[i] for i in indices[1:])]
        weights = [_DANISH_WEIGHT if c and c in _DANISH else 1.0 for c in letters]
        return letters, np.array(indices), np.array(weights, dtype=np.float32)

    def missing_letters(self) -> str:
        """The Danish letters that the reading model does not know; empty where all is well."""
        letters = self._alphabet[0]
        return "".join(c for c in _DANISH if c not in letters)

    def find(self, picture: Grey) -> list[Corners]:
        """Where lines of text are."""
        height, width = picture.shape
        scale = min(1.0, max(_LONG / max(height, width), _SHORT / min(height, width)))
        self._finder.limit_side_len = max(32, round(max(height, width) * scale))
        found = self._finder(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
        return [] if found.boxes is None else [np.asarray(box, dtype=np.float64) for box in found.boxes]

    def read_at(self, picture: Grey, places: Sequence[Corners]) -> list[SeenLine]:
        """The lines at those places, in that order; one without characters where nothing can be read."""
        crops = [cut_out(picture, corners) for corners in places]
        texts = self._read_crops(crops)
        return [SeenLine(corners, characters) for corners, characters in zip(places, texts, strict=True)]

    def read(self, picture: Grey) -> Sight:
        places = self.find(picture)
        quarters = 1 if is_lying(places) else 0
        if quarters:
            places = [turned_corners(corners, _size(picture), quarters) for corners in places]
            picture = turned(picture, quarters)
        if self._is_upside_down(picture, places):
            places = [turned_corners(corners, _size(picture), 2) for corners in places]
            picture = turned(picture, 2)
            quarters += 2
        lines = self.read_at(picture, [corners for corners in places if not sideways(corners)])
        beside = [self.read_at(picture, ways) for corners in places if (ways := sideways(corners))]
        # What is no print either way is a ruling.
        surest = (max(both, key=lambda line: line.sure) for both in beside)
        return Sight((*lines, *(line for line in surest if line.sure > _PRINT)), quarters)

    def _is_upside_down(self, picture: Grey, places: Sequence[Corners]) -> bool:
        """Told from some of the longest lines: they make less sense than turned round."""
        longest = sorted(places, key=lambda corners: -math.dist(corners[0], corners[1]))[:_SAMPLE]
        crops = [cut_out(picture, corners) for corners in longest]
        as_it_is = _mean(self._read_crops(crops))
        if as_it_is > _SENSIBLE:
            return False
        return _mean(self._read_crops([turned(crop, 2) for crop in crops])) > as_it_is

    def read_line(self, picture: Grey) -> str:
        return "".join(c.text for c in self._read_crops([picture])[0])

    def _read_crops(self, crops: Sequence[Grey]) -> list[tuple[Character, ...]]:
        out: list[tuple[Character, ...]] = [()] * len(crops)
        ratios = [min(_LONGEST, crop.shape[1] / max(1, crop.shape[0])) for crop in crops]
        order = sorted((i for i in range(len(crops)) if crops[i].size), key=ratios.__getitem__)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            widest = max(ratios[i] for i in batch)
            answer = self._reader.session(np.stack([_normalised(crops[i], ratios[i], widest) for i in batch]))
            for i, steps in zip(batch, answer, strict=True):
                out[i] = tuple(self._decoded(steps, ratios[i] / widest))
        return out

    def _decoded(self, steps: _Floats, share: float) -> Iterator[Character]:
        """Greedy CTC: the likeliest character at each step, repetitions and «no character» taken out.

        ``share``: of the steps' width, what the line itself fills. The space between two characters is divided at its
        middle.
        """
        letters, indices, weights = self._alphabet
        likely = steps[:, indices] * weights
        likely /= np.maximum(likely.sum(axis=1, keepdims=True), 1e-9)
        best = likely.argmax(axis=1)
        firsts = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
        width = max(1.0, len(best) * share)
        middles = [(_last(best, t) + t + 1) / 2 / width for t in firsts]
        edges = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), 1.0]
        for n, t in enumerate(firsts):
            sure = float(likely[t : _last(best, t) + 1, best[t]].max())
            yield Character(letters[best[t]], min(1.0, edges[n]), min(1.0, edges[n + 1]), sure)


def _session(model: Path, threads: int) -> Any:
    """The model to be run by threads that sleep when there is nothing to do: RapidOCR's own spin, which costs half as
    much again on a machine that has other work.
    """
    import onnxruntime  # noqa: PLC0415 - as above

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _size(picture: Grey) -> tuple[int, int]:
    return picture.shape[0], picture.shape[1]


def _mean(texts: Sequence[Sequence[Character]]) -> float:
    sure = [c.sure for characters in texts for c in characters]
    return sum(sure) / len(sure) if sure else 0.0


def _last(best: npt.NDArray[np.intp], step: int) -> int:
    """The last step of the run of equal ones that begins there."""
    while step + 1 < len(best) and best[step + 1] == best[step]:
        step += 1
    return step


def cut_out(picture: Grey, corners: Corners) -> Grey:
    """The picture of a line, level."""
    a, b, c, d = corners
    width = int(max(math.dist(a, b), math.dist(c, d), 1))
    height = int(max(math.dist(a, d), math.dist(b, c), 1))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return cv2.warpPerspective(  # type: ignore[return-value]
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _normalised(crop: Grey, ratio: float, widest: float) -> _Floats:
    """Channels × height × width, -1 black, 1 white; what the line does not fill is grey (0), as in training."""
    out = np.zeros((3, _HEIGHT, math.ceil(_HEIGHT * widest)), dtype=np.float32)
    width = max(1, min(out.shape[2], math.ceil(_HEIGHT * ratio)))
    resized = cv2.resize(crop, (width, _HEIGHT)).astype(np.float32)
    out[:, :, :width] = resized / 127.5 - 1.0
    return out
