"""Contact points: e-mail addresses, telephone numbers, links, and the countries and languages beside them.

Every `parse_…` gives the text to keep and refuses in words; every `parse_…_column` does the same for a
whole column, and `usual_…` knows only what is plain at a glance; `show_phone` and `readable_…` write what
is kept for people.
"""

from setia.foundation.contact_points.codes import parse_currency, parse_language
from setia.foundation.contact_points.countries import country_codes, parse_country, parse_country_column
from setia.foundation.contact_points.emails import parse_email, parse_email_column, readable_email, usual_email
from setia.foundation.contact_points.links import parse_url, parse_url_column, readable_url
from setia.foundation.contact_points.phones import (
    Phone,
    national_figures,
    parse_phone,
    parse_phone_column,
    show_phone,
    usual_phone,
)

__all__ = [
    "Phone",
    "country_codes",
    "national_figures",
    "parse_country",
    "parse_country_column",
    "parse_currency",
    "parse_email",
    "parse_email_column",
    "parse_language",
    "parse_phone",
    "parse_phone_column",
    "parse_url",
    "parse_url_column",
    "readable_email",
    "readable_url",
    "show_phone",
    "usual_email",
    "usual_phone",
]
