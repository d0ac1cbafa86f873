"""Placeholder until the real settings land."""
SECRET_KEY = "x"
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "review"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
