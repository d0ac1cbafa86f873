"""The log: one JSON object a line, without personal data, whoever writes the line."""

import json

from tests.browser.conftest import Site

NUMBER = "900101-1234568"
# The web server's own log, as it is once the site is loaded.
FAULT = """
import logging.config, sys
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import Logger
sys.stderr = sys.stdout
log = Logger(Config())
logging.config.dictConfig(settings.LOGGING)
try:
    int({number!r})
except ValueError:
    log.exception("Error handling request %s", {number!r})
"""


def test_a_fault_in_the_middle_of_an_answer_quotes_no_value(tmp_path):
    written = Site("", str(tmp_path)).run(FAULT.format(number=NUMBER))
    assert NUMBER not in written
    line = json.loads(written)
    assert line["exception"] == "ValueError"
    assert line["message"] == "Error handling request 900101-1******"
