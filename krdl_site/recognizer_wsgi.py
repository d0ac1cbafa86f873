"""The recognizer service for a WSGI server of your own; run it in one process with threads.

``./krdl manage run_recognizer`` needs none of this. The key pair comes from the environment.
"""

from review.recognizer_service.app import RecognizerApp
from review.recognizer_service.config import ServiceConfig
from review.recognizer_service.keys import FixedKeys
from review.recognizer_service.readers import ReaderPool

_config = ServiceConfig.from_environment()
application = RecognizerApp(
    _config,
    FixedKeys.from_environment(),
    ReaderPool(_config.workers, _config.waiting, _config.engine),
)
