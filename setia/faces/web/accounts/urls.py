"""Addresses of signing in and of one's own account. Nobody makes an account for themselves, and as long as
Setia sends no mail nobody gets a password by mail: these pages do not exist."""

from allauth.account import views
from django.urls import include, path

from setia.faces.web.accounts.pages import Sessions, SignIn

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", Sessions.as_view(), name="usersessions_list"),
]
