"""The addresses of the site: the desk, the sign-in, the admin."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path
from django.views.generic import RedirectView

from review.admin.site import site
from review.views import factors

handler500 = "review.views.errors.server_error"

# Of allauth only these doors: no sign-up, nothing that goes by mail.
factor_urls = [
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/again/", factors.code_again, name="mfa_reauthenticate"),
    path("app/add/", factors.activate_app, name="mfa_activate_totp"),
    path("app/remove/", factors.deactivate_app, name="mfa_deactivate_totp"),
    path("codes/", factors.show_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", factors.make_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/again/", factors.passkey_again, name="mfa_reauthenticate_webauthn"),
]
account_urls = [
    path("again/", factors.password_again, name="account_reauthenticate"),
    path("factors/", include(factor_urls)),
    path("", include(openid_connect.urlpatterns)),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
]
urlpatterns = [
    path("admin/", site.urls),
    path("accounts/", include(account_urls)),
    path("", include("review.urls")),
]
