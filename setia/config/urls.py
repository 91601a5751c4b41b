"""Which face answers which address."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("setia.faces.api.urls")),
    path("account/", include("setia.faces.web.accounts.urls")),
    path("", include("setia.faces.web.urls")),
]

handler404 = "setia.faces.web.errors.not_found"
handler403 = "setia.faces.web.errors.forbidden"
handler429 = "setia.faces.web.errors.too_many"
handler500 = "setia.faces.web.errors.broken"
