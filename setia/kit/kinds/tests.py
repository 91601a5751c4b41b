"""What follows from a column."""

from __future__ import annotations

import pytest
from django.db import models

from setia.kit.kinds import Whole, kind_of_model_field


@pytest.mark.parametrize(
    ("column", "least", "most"),
    [
        (models.PositiveSmallIntegerField(), 0, 2**15 - 1),
        (models.SmallIntegerField(), -(2**15), 2**15 - 1),
        (models.PositiveIntegerField(), 0, 2**31 - 1),
        (models.IntegerField(), -(2**31), 2**31 - 1),
        (models.BigIntegerField(), -(2**53), 2**53),
        (models.PositiveBigIntegerField(), 0, 2**53),
    ],
)
def test_a_whole_number_is_held_to_what_its_column_can_keep(column: models.IntegerField, least: int, most: int) -> None:
    kind = kind_of_model_field(column)
    assert isinstance(kind, Whole)
    assert (kind.least, kind.most) == (least, most)
