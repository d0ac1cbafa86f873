"""The settings of signing in: passwords, second factors, single sign-on, sessions, networks."""

from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from krdl_site import environment
from review.workflow import Role

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "review.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Failures: five lock a name at an address; beside it, one name from many addresses, and many names
# from one (an office may be behind one address). The last goes by the trail: allauth's own limit
# makes everybody at an address wait for one lock.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "review.adapters.name_to_lock"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]
AXES_CLIENT_IP_CALLABLE = "review.network.client_address"
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
KRDL_FAILURES_OF_AN_ADDRESS = 100
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "20/15m/key", "reauthenticate": "10/m/user"}

# The second factor, and whose role needs one.
KRDL_MFA_ROLES = frozenset(
    environment.choices(
        "KRDL_MFA_ROLES", Role.values, "approver,lead,auditor,privacy officer,administrator"
    )
)
MFA_ADAPTER = "review.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "KRDL Review"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "review.forms.factor.CodeForm",
    "reauthenticate": "review.forms.factor.CodeAgainForm",
}

# Single sign-on at an OpenID Connect provider; accounts have to be here before.
KRDL_OIDC_ISSUER = environment.text("KRDL_OIDC_ISSUER").rstrip("/")
KRDL_OIDC_NAME = environment.text("KRDL_OIDC_NAME", "OpenID Connect")
KRDL_OIDC_MATCH = environment.text("KRDL_OIDC_MATCH", "preferred_username")
KRDL_OIDC_ROLES_CLAIM = environment.text("KRDL_OIDC_ROLES_CLAIM")
KRDL_OIDC_SECOND_FACTOR = environment.flag("KRDL_OIDC_SECOND_FACTOR")
SOCIALACCOUNT_ADAPTER = "review.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "office",
                "name": KRDL_OIDC_NAME,
                "client_id": environment.text("KRDL_OIDC_CLIENT_ID"),
                "secret": environment.text("KRDL_OIDC_SECRET"),
                "settings": {"server_url": KRDL_OIDC_ISSUER},
            }
        ]
        if KRDL_OIDC_ISSUER
        else [],
    }
}
# Where the sign-in form may lead: a browser checks the redirect to the provider, too.
SIGN_IN_ORIGINS = (
    [f"{urlsplit(KRDL_OIDC_ISSUER).scheme}://{urlsplit(KRDL_OIDC_ISSUER).netloc}"]
    if KRDL_OIDC_ISSUER
    else []
) + environment.words("KRDL_OIDC_ORIGINS")

# Sessions: without work for so long, and at the longest.
KRDL_IDLE_TIME = timedelta(minutes=environment.number("KRDL_IDLE_MINUTES", 30, low=1))
KRDL_SESSION_TIME = timedelta(hours=environment.number("KRDL_SESSION_HOURS", 12, low=1))
SESSION_COOKIE_AGE = int(KRDL_SESSION_TIME.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# From where: behind a proxy the last address it names; empty: from everywhere.
KRDL_BEHIND_PROXY = environment.flag("KRDL_BEHIND_PROXY")
try:
    KRDL_NETWORKS = [ip_network(each) for each in environment.words("KRDL_NETWORKS")]
except ValueError as error:
    raise ImproperlyConfigured(f"KRDL_NETWORKS: {error}; e.g. 10.0.0.0/8,192.0.2.7") from error
