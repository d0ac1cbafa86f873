"""Calls the service by the generic client of a current SDK; prints the answer as JSON.

Run with that release on the path, in a process of its own: the pinned release of the typed client
and a current one cannot be imported together.
"""

import json
import sys

from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile


def main(endpoint: str, method: str, parameters: str) -> None:
    """Send one call and print what came back."""
    profile = ClientProfile(
        httpProfile=HttpProfile(protocol="http", endpoint=endpoint, reqMethod=method)
    )
    client = CommonClient(
        "ocr", "2018-11-19", Credential("AKIDTEST", "test-secret"), "", profile=profile
    )
    try:
        answer = client.call_json("RecognizeKoreanDrivingLicenseOCR", json.loads(parameters))
    except TencentCloudSDKException as error:
        answer = {"code": error.get_code(), "request_id": error.get_request_id()}
    json.dump({"answer": answer, "release": AbstractClient._sdkVersion}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
