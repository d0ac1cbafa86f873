"""The addresses of the site: the desk, the sign-in, the admin."""

from allauth.account import views as account
from django.urls import include, path

from review.admin.site import site

handler500 = "review.views.errors.server_error"

# Of allauth only these doors: no sign-up, nothing that goes by mail.
account_urls = [
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
