"""The WSGI application: one action at ``/``, every answer status 200 in the envelope."""

from __future__ import annotations

import base64
import json
import logging
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from review.ocr.envelope import ACTION, CONTENT_TYPE, DETAIL_HEADER, VERSION, failure, success
from review.ocr.signing import SignatureRefused, WireRequest, verify
from review.recognizer_service.body import read_body
from review.recognizer_service.config import ServiceConfig
from review.recognizer_service.fetch import fetch
from review.recognizer_service.keys import KeyStore
from review.recognizer_service.parameters import Parameters, check_format, decode_image
from review.recognizer_service.rate import RateLimit
from review.recognizer_service.reader import Reading
from review.recognizer_service.readers import ReaderPool
from review.recognizer_service.refusal import Refusal

log = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class RecognizerApp:
    """The service; ``readers`` read the pictures, ``keys`` knows who may call."""

    def __init__(self, config: ServiceConfig, keys: KeyStore, readers: ReaderPool) -> None:
        self._config = config
        self._keys = keys
        self._readers = readers
        self._rate = RateLimit(config.rate)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request_id = str(uuid.uuid4())
        try:
            answer = self._answer(environ, request_id)
        except Refusal as refusal:
            answer = failure(refusal.code, str(refusal), request_id)
        except Exception as error:
            # The exception's text may quote the request, hence only its kind is told.
            log.error("request %s ended in %s", request_id, type(error).__name__)
            answer = failure("InternalError", "Internal error.", request_id)
        body = encode(answer)
        start_response(
            "200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def close(self) -> None:
        """End the reading processes."""
        self._readers.close()

    def _answer(self, environ: Environ, request_id: str) -> dict[str, Any]:
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "POST"}:
            raise Refusal("UnsupportedProtocol", "Only GET and POST are supported.")
        if environ.get("PATH_INFO", "/") not in {"", "/"}:
            raise Refusal("InvalidAction", "The API lives at / only.")
        body = read_body(environ, self._config.upload_s)
        started = time.monotonic()
        wire = WireRequest(method, environ.get("QUERY_STRING", ""), headers_of(environ), body)
        self._authenticate(wire)
        _check_action(environ)
        parameters = (
            Parameters.from_json(body) if method == "POST" else Parameters.from_query(wire.query)
        )
        reading = self._read(parameters, started)
        return _envelope(reading, request_id, environ)

    def _authenticate(self, wire: WireRequest) -> None:
        now = time.time()
        try:
            key = verify(wire, self._keys.find, now)
        except SignatureRefused as refused:
            raise Refusal(refused.code, "The request is not authorized.") from None
        self._rate.admit(key.secret_id)
        self._keys.used(key.secret_id, now)

    def _read(self, parameters: Parameters, started: float) -> Reading:
        config = self._config
        if parameters.image_url:
            image = fetch(parameters.image_url, seconds=config.fetch_s, private=config.private_urls)
        else:
            image = decode_image(parameters.image_base64)
        check_format(image)
        left = config.answer_s - (time.monotonic() - started)
        return self._readers.read(image, portrait=parameters.return_head_image, seconds=left)


def encode(answer: dict[str, Any]) -> bytes:
    """Return an answer's bytes."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8")


def headers_of(environ: Environ) -> dict[str, str]:
    """Return the request's headers by their lower-case names."""
    headers = {
        name[5:].lower().replace("_", "-"): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE") or "")
    return headers


def _check_action(environ: Environ) -> None:
    action, version = environ.get("HTTP_X_TC_ACTION"), environ.get("HTTP_X_TC_VERSION")
    if not action or not version:
        raise Refusal("MissingParameter", "X-TC-Action and X-TC-Version have to be given.")
    if action != ACTION:
        raise Refusal("InvalidAction", "There is no such action.")
    if version != VERSION:
        raise Refusal("NoSuchVersion", "There is no such version.")


def _envelope(reading: Reading, request_id: str, environ: Environ) -> dict[str, Any]:
    photo = base64.b64encode(reading.portrait).decode("ascii") if reading.portrait else ""
    answer = success(reading.fields | {"Photo": photo}, request_id)
    if environ.get("HTTP_" + DETAIL_HEADER.upper().replace("-", "_")) == "1":
        answer["Detail"] = reading.detail
    return answer
