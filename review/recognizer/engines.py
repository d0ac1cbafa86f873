"""The engines, loaded once a process: text detector, line recognizer, Hangul reader.

The detector and the line recognizer, whose stem both heads share, are 8-bit copies of the ones that
the ``rapidocr`` package carries (PP-OCRv6, Apache-2.0); the Hangul head is our own (see training/).
They run on one thread each, since parallelism comes from processes.
"""

from __future__ import annotations

import functools
import importlib.util
import threading
from pathlib import Path

import cv2
import onnxruntime
import tesserocr

TESSDATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
)
OWN_MODELS = Path(__file__).parent / "models"
HANGUL_NAMES = ("script/Hangul", "Hangul")
_local = threading.local()


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
    return _own("detector")


@functools.cache
def stem() -> onnxruntime.InferenceSession:
    """Return what turns a line's ``picture`` into the ``features`` that both heads read."""
    return _own("stem")


@functools.cache
def latin_head() -> onnxruntime.InferenceSession:
    """Return the line recognizer's own last stage: digits, Latin letters and marks."""
    return _own("latin_head")


@functools.cache
def hangul_head() -> onnxruntime.InferenceSession:
    """Return the head that reads Hangul from the same ``features``."""
    return _own("hangul_head")


def _own(name: str) -> onnxruntime.InferenceSession:
    return session((OWN_MODELS / f"{name}.onnx").read_bytes())


@functools.cache
def signs() -> list[str]:
    """Return the Latin head's signs by their index; index 0 is the CTC blank."""
    return _signs(latin_head())


@functools.cache
def hangul_signs() -> list[str]:
    """Return the Hangul head's signs by their index; index 0 is the CTC blank."""
    return _signs(hangul_head())


def _signs(head: onnxruntime.InferenceSession) -> list[str]:
    listed = head.get_modelmeta().custom_metadata_map["character"]
    return ["", *listed.split("\n")]


@functools.cache
def upright_model() -> onnxruntime.InferenceSession:
    """Return the classifier that tells upright lines from those upside down."""
    return session((_rapidocr_models() / "ch_ppocr_mobile_v2.0_cls_mobile.onnx").read_bytes())


def _rapidocr_models() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package rapidocr is not installed")
    return Path(spec.origin).parent / "models"


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
