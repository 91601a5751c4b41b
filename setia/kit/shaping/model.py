"""Fields that people added to a kind of record, and the choices of those that have some."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.personal import Basis
from setia.foundation.records import Record


class OwnKind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    WHOLE = "whole", _("Whole number")
    NUMBER = "number", _("Decimal number")
    AMOUNT = "amount", _("Amount of money")
    FLAG = "flag", _("Yes or no")
    DAY = "day", _("Day")
    MOMENT = "moment", _("Day and time")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone number")
    LINK = "link", _("Link")
    REFERENCE = "reference", _("Another record")
    STAFF = "staff", _("Member of staff")
    FORMULA = "formula", _("Formula")
    ROLL_UP = "roll_up", _("Roll-up")


class Measure(models.TextChoices):
    COUNT = "count", _("How many")
    SUM = "sum", _("Sum")
    LEAST = "min", _("Least")
    MOST = "max", _("Most")
    AVERAGE = "average", _("Average")
    LATEST = "latest", _("Latest")


class IndexState(models.TextChoices):
    NONE = "", _("–")
    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class OwnField(Record):
    """One field of the records of `noun`. Its name never changes, its kind not once a record has a value in it.

    `least` and `most` are in units of the currency for an amount. `expression` is that of a formula. A roll-up
    works out `measure` of `measured` over the records that point here by `link` ("sales.order:party"), of those for
    which `where` holds.
    """

    noun = models.CharField(_("Kind of record"), max_length=60)
    label = models.CharField(_("Label"), max_length=80)
    name = models.CharField(_("Name for programs"), max_length=60, blank=True, default="", editable=False)
    kind = models.CharField(_("Kind of value"), max_length=12, choices=OwnKind.choices, default=OwnKind.TEXT)
    help = models.CharField(_("Explanation"), max_length=300, blank=True, default="")
    section = models.CharField(_("Part of the form"), max_length=80, blank=True, default="")
    position = models.PositiveIntegerField(_("Place"), default=0)
    is_required = models.BooleanField(_("Must be filled in"), default=False)
    is_searched = models.BooleanField(_("Sorted and searched by"), default=False)
    is_unique = models.BooleanField(_("No two records have the same"), default=False)
    is_column = models.BooleanField(_("Shown in lists"), default=False)
    least = models.DecimalField(_("Lowest"), max_digits=15, decimal_places=3, null=True, blank=True)
    most = models.DecimalField(_("Highest"), max_digits=15, decimal_places=3, null=True, blank=True)
    longest = models.PositiveIntegerField(_("Longest text"), null=True, blank=True)
    pattern = models.CharField(_("Pattern"), max_length=80, blank=True, default="")
    places = models.PositiveSmallIntegerField(_("Decimal places"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    refers_to = models.CharField(_("Refers to"), max_length=60, blank=True, default="")
    expression = models.CharField(_("Formula"), max_length=1000, blank=True, default="")
    link = models.CharField(_("Over"), max_length=120, blank=True, default="")
    measure = models.CharField(_("Works out"), max_length=10, choices=Measure.choices, blank=True, default="")
    measured = models.CharField(_("Of their field"), max_length=60, blank=True, default="")
    where = models.CharField(_("Only those for which"), max_length=1000, blank=True, default="")
    is_personal = models.BooleanField(_("Says something about a person"), default=False)
    purpose = models.CharField(_("What it is needed for"), max_length=300, blank=True, default="")
    basis = models.CharField(_("Legal basis"), max_length=24, choices=Basis.choices, blank=True, default="")
    months = models.PositiveSmallIntegerField(_("Months kept after the last dealing"), null=True, blank=True)
    index_state = models.CharField(
        _("Index"), max_length=8, choices=IndexState.choices, blank=True, default=IndexState.NONE, editable=False
    )
    index_fault = models.CharField(_("What failed"), max_length=300, blank=True, default="", editable=False)

    class Meta:
        app_label = "kit"
        verbose_name = _("Own field")
        verbose_name_plural = _("Own fields")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["noun", "name"], name="own_field_named",
                violation_error_message=_("There is already a field of this name."),
            )
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["label"], name="own_field_label"),
            models.Index(fields=["noun", "position"], name="own_field_place"),
        ]

    def __str__(self) -> str:
        return self.label


class ListedChoice(Record):
    """One of the choices of a list that Setia brings (`kit.shaping.listed`), as the firm calls it, or one that the firm
    added. What is kept in records is its code."""

    list = models.CharField(_("List"), max_length=40)
    label = models.CharField(_("Label"), max_length=80)
    code = models.CharField(_("Code"), max_length=40, blank=True, default="", editable=False)
    position = models.PositiveIntegerField(_("Place"), default=0)

    governed_by = "kit.ownfield"

    class Meta:
        app_label = "kit"
        verbose_name = _("Choice of a list")
        verbose_name_plural = _("Choices of lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "code"], name="listed_choice_code"),
            models.UniqueConstraint(
                fields=["list", "label"], name="listed_choice_once", condition=models.Q(archived_at__isnull=True),
                violation_error_message=_("The list has such a choice already."),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["list", "position"], name="listed_choice_place")]

    def __str__(self) -> str:
        return self.label


class OwnChoice(Record):
    """One of the choices of a field. What is kept in records is its code; its label may change."""

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="choices", verbose_name=_("Field"))
    label = models.CharField(_("Label"), max_length=80)
    code = models.CharField(_("Code"), max_length=40, blank=True, default="", editable=False)
    position = models.PositiveIntegerField(_("Place"), default=0)

    governed_by = "kit.ownfield"

    class Meta:
        app_label = "kit"
        verbose_name = _("Choice")
        verbose_name_plural = _("Choices")
        constraints: ClassVar = [models.UniqueConstraint(fields=["field", "code"], name="own_choice_code")]
        indexes: ClassVar = [
            models.Index(fields=["label"], name="own_choice_label"),
            models.Index(fields=["position"], name="own_choice_position"),
        ]

    def __str__(self) -> str:
        return self.label
