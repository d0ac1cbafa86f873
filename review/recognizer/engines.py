"""The engines, loaded once a process: text detector, line recognizer, Hangul reader.

The line recognizer is the ONNX file that the ``rapidocr`` package carries (PP-OCRv6, Apache-2.0),
the detector an 8-bit copy of the one there (see training/quantize.py). They run on one thread
each, since parallelism comes from processes.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import threading
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime
import tesserocr

from .onnx_file import metadata, part, with_columns

Array = npt.NDArray[np.float32]
TESSDATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
)
OWN_MODELS = Path(__file__).parent / "models"
HANGUL_NAMES = ("script/Hangul", "Hangul")
# The recognizer's input, its feature map before its last stage, and its own output.
PICTURE = "x"
FEATURES, SCORES = "p2o.pd_op.add.51.0", "fetch_name_0"
LAST_LAYER = ("linear_8.w_0", "linear_8.b_0")
DELETE = 0x7F  # ends the ASCII signs
# Dashes, quotes, Chinese and full-width punctuation.
MARKS = re.compile("[·−∼一ー\u2010-\u203f\u3000-\u303f\uff01-\uff5f]")
_local = threading.local()


def _rapidocr_models() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package rapidocr is not installed")
    return Path(spec.origin).parent / "models"


def session(model: bytes) -> onnxruntime.InferenceSession:
    """Return an inference session on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A plan of memory kept for every shape of input would only grow: lines have every width.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@functools.cache
def detector() -> onnxruntime.InferenceSession:
    """Return the text detector."""
    return session((OWN_MODELS / "detector.onnx").read_bytes())


@functools.cache
def stem() -> onnxruntime.InferenceSession:
    """Return what turns a line's picture into the features that both heads read."""
    return session(part(_recognizer(), PICTURE, FEATURES))


@functools.cache
def latin_head() -> onnxruntime.InferenceSession:
    """Return the line recognizer's own last stage: digits, Latin letters and marks."""
    return session(part(with_columns(_recognizer(), _kept(), LAST_LAYER), FEATURES, SCORES))


def _recognizer() -> bytes:
    return (_rapidocr_models() / "PP-OCRv6_rec_small.onnx").read_bytes()


@functools.cache
def hangul_head() -> onnxruntime.InferenceSession:
    """Return the head that reads Hangul from the line recognizer's features (see training/)."""
    return session((OWN_MODELS / "hangul_head.onnx").read_bytes())


@functools.cache
def hangul_signs() -> list[str]:
    """Return the Hangul head's signs by their index; index 0 is the CTC blank."""
    listed = hangul_head().get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *listed]


@functools.cache
def signs() -> list[str]:
    """Return the line recognizer's signs by their index; index 0 is the CTC blank."""
    every = _every_sign()
    return [every[index] for index in _kept()]


@functools.cache
def _every_sign() -> list[str]:
    listed = metadata(_recognizer())["character"].splitlines()
    return ["", *listed, " "]


@functools.cache
def _kept() -> npt.NDArray[np.int64]:
    """Return which of the 18,710 signs are told apart: to score them all is a third of the time.

    Digits, Latin letters and marks, and of the Chinese characters in common use every fourth:
    these stand for whatever is no digit and no letter, so that nothing else is taken for one.
    """
    return np.flatnonzero([_is_kept(sign) for sign in _every_sign()])


def _is_kept(sign: str) -> bool:
    if len(sign) != 1 or ord(sign) < DELETE or MARKS.match(sign):
        return True
    # Level 1 of GB 2312 is in its rows 16 to 55.
    row = sign.encode("gb2312", "ignore")[:1]
    return b"\xb0" <= row <= b"\xd7" and ord(sign) % 4 == 0


@functools.cache
def upright_model() -> onnxruntime.InferenceSession:
    """Return the classifier that tells upright lines from those upside down."""
    return session((_rapidocr_models() / "ch_ppocr_mobile_v2.0_cls_mobile.onnx").read_bytes())


def hangul() -> tesserocr.PyTessBaseAPI:
    """Return this thread's Tesseract with the Hangul data, set to read single lines.

    Raises FileNotFoundError where Debian's ``tesseract-ocr-script-hang`` is not installed.
    """
    if not hasattr(_local, "hangul"):
        folder, name = hangul_data()
        api = tesserocr.PyTessBaseAPI(path=folder, lang=name, psm=tesserocr.PSM.SINGLE_LINE)
        _local.hangul = api
    return _local.hangul


@functools.cache
def hangul_data() -> tuple[str, str]:
    """Return the folder and the name of Tesseract's Hangul data."""
    for folder in TESSDATA_FOLDERS:
        for name in HANGUL_NAMES:
            if Path(folder, f"{name}.traineddata").is_file():
                return folder, name
    raise FileNotFoundError(
        "Tesseract's Hangul data is missing: install Debian's tesseract-ocr-script-hang"
    )


def load() -> None:
    """Load every engine that is not loaded yet, and keep OpenCV to one thread as well.

    Raises FileNotFoundError with what to install where a part is missing.
    """
    cv2.setNumThreads(1)
    for engine in (
        detector, stem, latin_head, upright_model, signs, hangul_signs, hangul,
    ):  # fmt: skip
        engine()
