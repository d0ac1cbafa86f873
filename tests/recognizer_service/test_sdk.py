"""The vendor's own SDK as a client of our service: the typed client and today's generic one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119.models import RecognizeKoreanDrivingLicenseOCRRequest
from tencentcloud.ocr.v20181119.ocr_client import OcrClient

from review.license_fields import RESPONSE_KEYS
from tests.recognizer_service.fake_engine import FIELDS
from tests.recognizer_service.running import KEY, UUID, Service, base64, picture

ACTION = "RecognizeKoreanDrivingLicenseOCR"
HERE = Path(__file__).parent


def profile(service: Service, method: str = "POST") -> ClientProfile:
    http = HttpProfile(protocol="http", endpoint=service.host, reqMethod=method)
    return ClientProfile(httpProfile=http)


def typed(service: Service, method: str = "POST", secret: str = KEY.secret_key) -> OcrClient:
    return OcrClient(Credential(KEY.secret_id, secret), "", profile(service, method))


def request(**parameters: Any) -> RecognizeKoreanDrivingLicenseOCRRequest:
    asked = RecognizeKoreanDrivingLicenseOCRRequest()
    asked._deserialize(parameters)
    return asked


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_typed_client_gets_all_twelve_fields(service: Service, method: str) -> None:
    asked = request(ImageBase64=base64(picture()), ReturnHeadImage=True)
    answer = typed(service, method).RecognizeKoreanDrivingLicenseOCR(asked)
    assert {name: getattr(answer, name) for name in FIELDS} == FIELDS
    assert answer.Photo
    assert UUID.fullmatch(answer.RequestId)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, "InvalidParameterValue.InvalidParameterValueLimit"),
        ({"ImageBase64": "aGVsbG8="}, "FailedOperation.ImageDecodeFailed"),
        ({"ImageUrl": "http://127.0.0.1/면허 a.jpg"}, "FailedOperation.DownLoadError"),
        ({"ImageBase64": base64(picture("NotALicense"))}, "FailedOperation.OcrFailed"),
        ({"ImageBase64": base64(picture("bug"))}, "InternalError"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_typed_client_sees_the_error(
    service: Service, parameters: dict[str, str], code: str, method: str
) -> None:
    with pytest.raises(TencentCloudSDKException) as caught:
        typed(service, method).RecognizeKoreanDrivingLicenseOCR(request(**parameters))
    assert caught.value.get_code() == code
    assert UUID.fullmatch(caught.value.get_request_id())


def test_a_wrong_key_and_another_action(service: Service) -> None:
    with pytest.raises(TencentCloudSDKException) as caught:
        typed(service, secret="x").RecognizeKoreanDrivingLicenseOCR(request())
    assert caught.value.get_code() == "AuthFailure.SignatureFailure"
    with pytest.raises(TencentCloudSDKException) as caught:
        typed(service).GeneralBasicOCR(request())
    assert caught.value.get_code() == "InvalidAction"


def test_the_generic_client_of_the_pinned_release(service: Service) -> None:
    credential = Credential(KEY.secret_id, KEY.secret_key)
    client = CommonClient("ocr", "2018-11-19", credential, "", profile=profile(service))
    answer = client.call_json(ACTION, {"ImageBase64": base64(picture())})
    assert set(answer["Response"]) == set(RESPONSE_KEYS)


@pytest.fixture(scope="module")
def current_sdk() -> Path:
    """The current release in a folder of its own beside this environment, installed once."""
    pinned = HERE / "current_sdk.txt"
    release = pinned.read_text().split("==")[1].split()[0]
    folder = Path(sys.prefix) / f"current-sdk-{release}"
    if not folder.exists():
        draft = mkdtemp(dir=sys.prefix)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*pip, "--target", draft, "--requirement", str(pinned)], check=True)
        # Another worker of the same run may have been quicker.
        with suppress(OSError):
            os.rename(draft, folder)
    return folder


def call_current(service: Service, sdk: Path, method: str, **parameters: Any) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "current_sdk.py"), service.host, method]
    ran = subprocess.run(
        [*command, json.dumps(parameters)],
        env=os.environ | {"PYTHONPATH": str(sdk)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    assert sdk.name.removeprefix("current-sdk-") in told["release"]
    answer: dict[str, Any] = told["answer"]
    return answer


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_generic_client_of_a_current_release(
    service: Service, current_sdk: Path, method: str
) -> None:
    answer = call_current(service, current_sdk, method, ImageBase64=base64(picture()))
    assert set(answer["Response"]) == set(RESPONSE_KEYS)
    assert FIELDS.items() <= answer["Response"].items()
    error = call_current(service, current_sdk, method, ImageBase64="aGVsbG8=")
    assert error["code"] == "FailedOperation.ImageDecodeFailed"
    assert UUID.fullmatch(error["request_id"])
