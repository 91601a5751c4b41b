"""Straightforward telephone numbers, without the library's thirty regular expressions per number.

`straight_e164` answers only where the library's own steps can lead nowhere else, and leaves the rest to
it; a test compares both over numbers of every country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS
from phonenumbers.phonemetadata import PhoneMetadata

FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """A numbering plan: the country's number, lengths of national numbers, what is dialled before them."""

    code: str
    lengths: frozenset[int]
    trunk: re.Pattern[str] | None
    rewrites: bool
    abroad: re.Pattern[str] | None
    known: re.Pattern[str]


def straight_e164(figures: str, region: str | None) -> str | None:
    """The number in E.164, or None when it takes the library to tell."""
    if figures.startswith("+"):
        plan = _plan_of(figures[1:4])
        national = figures[1 + len(plan.code) :] if plan else ""
        straight = plan is not None and not (plan.trunk and plan.trunk.match(national))
    else:
        plan = plan_of_region(region) if region else None
        national = _without_trunk(figures, plan) if plan else ""
        straight = bool(national)
    if plan is None or not straight or len(national) not in plan.lengths or len(national) < FEWEST_DIGITS:
        return None
    return f"+{plan.code}{national}"


def _without_trunk(figures: str, plan: Plan) -> str:
    """What is left of a number dialled at home; empty when it may be more than that."""
    if figures.startswith(plan.code) or (plan.abroad and plan.abroad.match(figures)):
        return ""
    trunk = plan.trunk.match(figures) if plan.trunk else None
    if not trunk:
        return figures
    return "" if plan.rewrites or plan.known.fullmatch(figures) else figures[trunk.end() :]


def _plan_of(start: str) -> Plan | None:
    """By the country's number, of one to three figures; none of them begins another."""
    for length in (1, 2, 3):
        code = start[:length]
        if code.isdigit() and code[0] != "0" and int(code) in COUNTRY_CODE_TO_REGION_CODE:
            return plan_of_code(int(code))
    return None


@cache
def plan_of_code(code: int) -> Plan | None:
    region = COUNTRY_CODE_TO_REGION_CODE[code][0]
    return _plan(PhoneMetadata.metadata_for_region_or_calling_code(code, region))


@cache
def plan_of_region(region: str) -> Plan | None:
    """The plan where the country is the first of its number: the library measures by that one."""
    if region not in SUPPORTED_REGIONS:
        return None
    plan = _plan(PhoneMetadata.metadata_for_region(region, None))
    return plan if plan and COUNTRY_CODE_TO_REGION_CODE[int(plan.code)][0] == region else None


def _plan(data: PhoneMetadata | None) -> Plan | None:
    if data is None or not data.general_desc or not data.general_desc.national_number_pattern:
        return None
    trunk = re.compile(data.national_prefix_for_parsing) if data.national_prefix_for_parsing else None
    return Plan(
        code=str(data.country_code),
        lengths=frozenset(data.general_desc.possible_length),
        trunk=trunk,
        rewrites=bool(data.national_prefix_transform_rule) or bool(trunk and trunk.groups),
        abroad=re.compile(data.international_prefix) if data.international_prefix else None,
        known=re.compile(data.general_desc.national_number_pattern),
    )
