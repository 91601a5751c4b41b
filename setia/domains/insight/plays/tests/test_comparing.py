"""Shares, means and what can be seen of them, against published figures and against SciPy."""

from __future__ import annotations

import pytest
from scipy.special import stdtrit

from setia.domains.insight.plays.comparing.means import Group, difference_of_means, student
from setia.domains.insight.plays.comparing.power import needed, power_of, visible
from setia.domains.insight.plays.comparing.shares import difference_of_shares, wilson

pytestmark = pytest.mark.any_database

NEWCOMBE = (
    ((56, 70, 48, 80), (0.2000, 0.0524, 0.3339)), ((9, 10, 3, 10), (0.6000, 0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.5714, 0.0582, 0.8062)), ((5, 56, 0, 29), (0.0893, -0.0381, 0.1926)),
    ((0, 10, 0, 20), (0.0, -0.1611, 0.2775)), ((0, 10, 0, 10), (0.0, -0.2775, 0.2775)),
    ((10, 10, 0, 20), (1.0, 0.6791, 1.0)), ((10, 10, 0, 10), (1.0, 0.6075, 1.0)),
)  # fmt: skip
"""Table II of Newcombe (1998), method 10."""

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0), (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)  # fmt: skip
"""Extra hours of sleep: Student, "The probable error of a mean", Biometrika 6 (1908), table in section IX."""


@pytest.mark.parametrize(("counts", "published"), NEWCOMBE)
def test_differences_of_shares_are_those_of_newcombe(
    counts: tuple[int, int, int, int], published: tuple[float, float, float]
) -> None:
    found = difference_of_shares(*counts)
    assert (found.value, found.low, found.high) == pytest.approx(published, abs=5.1e-5)


def test_a_share_has_wilsons_interval() -> None:
    """Table I of Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5.1e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5.1e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5.1e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_difference_of_means_is_welchs() -> None:
    """R: t.test(extra ~ group, data = sleep) says -3.3654832 to 0.2054832."""
    found = difference_of_means(*map(Group.of, SLEEP))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=5e-8)


def test_students_quantiles_are_those_of_scipy() -> None:
    for freedom in (1, 1.3, 1.9, 2, 2.5, 3, 4.9, 5, 10, 17.776, 30, 200, 5_000, 1e6):
        for confidence in (0.8, 0.9, 0.95, 0.99):
            exact = float(stdtrit(freedom, (1 + confidence) / 2))
            assert student(freedom, confidence) == pytest.approx(exact, rel=1e-8), (freedom, confidence)


def test_too_few_or_all_alike_have_no_interval() -> None:
    few, many, alike = Group.of([1, 2, 3]), Group.of(range(50)), Group.of([7] * 20)
    assert difference_of_means(few, many) is None
    assert difference_of_means(alike, alike) is None
    assert difference_of_means(alike, many) is not None


def test_amounts_of_any_size_do_not_cancel() -> None:
    far = Group.of([1e12 + value for value in (1.0, 2.0, 3.0, 4.0, 5.0)])
    assert far.squares == pytest.approx(10)


def test_the_number_needed_is_that_of_r() -> None:
    """R's help says of power.prop.test(p1 = .50, p2 = .75, power = .90): n = 76.7 in each group."""
    assert needed(0.5, 0.25, 0.5, power=0.9) == 154
    assert power_of(0.5, 0.25, 77, 77) == pytest.approx(0.9, abs=0.002)
    assert power_of(0.5, 0.25, 76, 76) < 0.9


def test_a_small_control_group_needs_more_in_all() -> None:
    assert needed(0.1, 0.1, 0.1) > 2 * needed(0.1, 0.1, 0.5)


def test_what_is_visible_and_what_is_needed_agree() -> None:
    number = needed(0.1, 0.1, 0.2)
    found = visible(0.1, round(0.8 * number), round(0.2 * number))
    assert found == pytest.approx(0.1, abs=0.0005)


def test_what_can_never_be_seen_is_said() -> None:
    assert visible(0.9, 5, 5) is None
    assert visible(1.0, 500, 500) is None
    assert visible(0.2, 500, 0) is None
    with pytest.raises(ValueError, match="no such share"):
        needed(0.95, 0.1, 0.2)
