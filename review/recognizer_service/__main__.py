"""``python -m review.recognizer_service``: the service with nothing else around it."""

import sys

from review.recognizer_service.server import main

if __name__ == "__main__":
    main(sys.argv[1:])
