"""Addresses of lists."""

from django.urls import path

from setia.faces.web.lists import board, cells, exports, filters, many, table, views

urlpatterns = [
    path("<slug:slug>/", table.show, name="list"),
    path("<slug:slug>/board", board.show, name="board"),
    path("<slug:slug>/board/<str:lane>", board.lane, name="board_lane"),
    path("<slug:slug>/filter", filters.editor, name="filter_editor"),
    path("<slug:slug>/export.<str:form>", exports.download, name="export"),
    path("<slug:slug>/views", views.save, name="save_view"),
    path("<slug:slug>/views/<int:pk>", views.change, name="change_view"),
    path("<slug:slug>/do/<str:verb>", many.do, name="do_many"),
    path("<slug:slug>/<int:pk>/cell/<str:name>", cells.edit, name="cell"),
]
