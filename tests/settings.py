"""The site's settings as the tests load them: whatever the developer has set is left outside.

Each pytest process (each pytest-xdist worker too) gets a data folder of its own, removed at its
end. Commands that a test starts load the site's settings themselves and share that folder and
the test database. ``KRDL_TEST_DATABASE_URL`` names another test database, which pytest creates
and removes.
"""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("KRDL_")]:
    if not name.startswith("KRDL_TEST_"):
        del os.environ[name]

os.environ["KRDL_DATA_DIR"] = tempfile.mkdtemp(prefix="krdl-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "krdl_site.settings"
if url := os.environ.get("KRDL_TEST_DATABASE_URL"):
    os.environ["KRDL_DATABASE_URL"] = url
atexit.register(shutil.rmtree, os.environ["KRDL_DATA_DIR"], ignore_errors=True)

from krdl_site.settings import *  # noqa: E402, F403 - after the environment is in order
from krdl_site.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# The test database carries the very name that a started command will look for.
DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Straight from their sources, since nobody has collected them.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir()

# People of every role sign in with one factor; tests of the second one set the roles themselves.
KRDL_MFA_ROLES = frozenset()
