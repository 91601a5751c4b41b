"""Which face answers which address."""

from django.urls import include, path, re_path

from setia.faces.api.incoming import nothing_here

urlpatterns = [
    path("api/v1/", include("setia.faces.api.urls")),
    re_path(r"^api(?:/|$)", nothing_here),
    path("account/", include("setia.faces.web.accounts.urls")),
    path("", include("setia.faces.web.urls")),
]

handler404 = "setia.faces.web.errors.not_found"
handler403 = "setia.faces.web.errors.forbidden"
handler429 = "setia.faces.web.errors.too_many"
handler500 = "setia.faces.web.errors.broken"
