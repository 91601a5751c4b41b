"""E-mail addresses, links, countries, languages and currencies as people write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from setia.foundation.contact_points import (
    country_codes,
    parse_country,
    parse_country_column,
    parse_currency,
    parse_email,
    parse_email_column,
    parse_language,
    parse_phone,
    parse_phone_column,
    parse_url,
    parse_url_column,
    readable_email,
    readable_url,
    usual_email,
)
from setia.foundation.contact_points.emails import _unusual
from setia.foundation.contact_points.hosts import _by_full_rules, check_host
from setia.foundation.contact_points.names import Names
from setia.foundation.errors import Refusal
from setia.foundation.tests.outcomes import agree, outcome


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Anna.Lee@EXAMPLE.com", "Anna.Lee@example.com"),
        (" a+b@mail.example.co.id ", "a+b@mail.example.co.id"),
        ("mailto:x@y.org", "x@y.org"),
        ("<x@y.org>", "x@y.org"),
        ("x@müller.de", "x@xn--mller-kva.de"),
        ("x@MÜLLER.de", "x@xn--mller-kva.de"),
        ("x@xn--mller-kva.de", "x@xn--mller-kva.de"),
        ("x@straße.de", "x@xn--strae-oqa.de"),
        ("jörg@例え。テスト", "jörg@xn--r8jz45g.xn--zckzah"),
        ("o'brien@example.ie", "o'brien@example.ie"),
    ],
)
def test_an_address_is_kept_with_its_domain_in_lower_case_ascii(text: str, kept: str) -> None:
    assert parse_email(text) == kept
    assert parse_email(kept) == kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("anna", "no @"),
        ("a@@b.co", "more than one @"),
        ("a@b.co; c@d.co", "more than one @"),
        ("a b@c.co", "space"),
        ("a@b", "no complete domain"),
        ("a@127.0.0.1", "does not end like a domain"),
        ("a@[127.0.0.1]", "cannot be part"),
        ("a@b..co", "two dots"),
        ("a@-b.co", "cannot be part"),
        ("a@xn--a.co", "cannot be part"),
        ("a@b_c.co", "cannot be part"),
        (".a@b.co", "before the @"),
        ("a..b@c.co", "before the @"),
        ("@c.co", "before the @"),
        ('"a b"@c.co', "space"),
        ("a\x00@c.co", "before the @"),
        ("a\u200b@c.co", "before the @"),
        ("a@c.co\x00", "cannot be part"),
        ("x" * 65 + "@c.co", "longer than 64"),
        ("x@" + "abc." * 80 + "co", "too long"),
        ("x" * 5000, "longer than 254"),
        ("", "no @"),
    ],
)
def test_what_is_no_address_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_email(text)
    assert words in caught.value.message
    assert caught.value.message.isprintable()


address_like = st.text("abAB09.-_@+ ü'", max_size=14) | st.emails() | st.text(max_size=6)


@given(address_like)
def test_the_short_way_to_an_address_agrees_with_the_full_rules(text: str) -> None:
    assert outcome(parse_email, text.strip("<>")) == outcome(_unusual, text.strip().strip("<>"))
    assert usual_email(text) in (None, outcome(parse_email, text))


@given(st.emails())
def test_an_address_that_was_kept_is_kept_again(text: str) -> None:
    kept = outcome(parse_email, text)
    if not kept.startswith("Refused"):
        assert parse_email(kept) == kept


@given(st.text("abxnB09.-Xü", max_size=16))
def test_the_short_way_to_a_host_agrees_with_the_full_rules(text: str) -> None:
    assert outcome(check_host, text) == outcome(_by_full_rules, text)


def test_an_address_is_shown_in_its_own_script() -> None:
    assert readable_email("x@xn--mller-kva.de") == "x@müller.de"
    assert readable_email("x@y.org") == "x@y.org"
    assert readable_url("https://xn--mller-kva.de/a?b#c") == "müller.de/a?b#c"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("example.com", "https://example.com"),
        ("HTTP://Example.COM/", "http://example.com"),
        ("//example.com/a", "https://example.com/a"),
        ("https://a.example.com:443/x?y=1#z", "https://a.example.com/x?y=1#z"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("http://müller.de/ü", "http://xn--mller-kva.de/ü"),
        ("https://example.com/?q=a:b@c", "https://example.com/?q=a:b@c"),
    ],
)
def test_a_link_is_kept_with_scheme_and_host(text: str, kept: str) -> None:
    assert parse_url(text) == kept
    assert parse_url(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.com",
    ]
    + [
        "https://user:secret@example.com",
        "user@example.com",
        "localhost",
        "https://",
        "http:///x",
        "http:example.com",
    ]
    + [
        "https://example.com:99999",
        "https://example.com:0",
        "https://example.com:x",
        "a b.com",
        "example.com/a b",
    ]
    + [
        "https://exa\tmple.com",
        "https://example.com\\@evil.com",
        "https://[::1]/",
        "https://10.0.0.1",
        "x" * 3000,
    ]
    + [
        'https://example.com/"onclick',
        "https://example.com/\u202egpj",
        "https://example.com/\x00",
        "\ud800.com",
    ],
)
def test_what_is_no_safe_link_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_url(text)
    assert caught.value.message.isprintable()


@given(st.text("abz.:/?#@ü -0", max_size=20) | st.text(max_size=12))
@example("0.a:0")
def test_a_link_that_was_kept_is_kept_again(text: str) -> None:
    kept = outcome(parse_url, text)
    if kept.startswith("http"):
        assert parse_url(kept) == kept


@pytest.mark.parametrize(
    ("text", "code", "exact"),
    [
        ("United States", "US", True),
        ("USA", "US", True),
        ("U.S.A.", "US", True),
        ("us", "US", True),
        ("États-Unis", "US", True),
        ("Amerika Serikat", "US", True),
        ("UK", "GB", True),
        ("England", "GB", True),
        ("Holland", "NL", True),
        ("Korea", "KR", True),
        ("Korea, Democratic People's Republic of", "KP", True),
        ("Congo", "CG", True),
        ("Côte d'Ivoire", "CI", True),
        ("cote d ivoire", "CI", True),
        ("Niger", "NE", True),
        ("Nigeria", "NG", True),
        ("IDN", "ID", True),
        ("Philipines", "PH", False),
        ("Germny", "DE", False),
        ("United Stats", "US", False),
        ("Indoensia", "ID", False),
    ],
)
def test_a_country_is_found_by_its_names(text: str, code: str, exact: bool) -> None:
    assert parse_country(text) == (code, exact)


def test_the_nearest_name_is_one_or_none() -> None:
    names = Names([("abcdefgh", "one"), ("abcdefxy", "other"), ("abc", "short")])
    assert names.nearest("abcdefgx") == "one"
    assert names.nearest("abcdefxyz") == "other"
    assert Names([("abcdefgh", "one"), ("abcdefgi", "other")]).nearest("abcdefg") is None
    assert names.nearest("abd") is None


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(country_codes()) == 250


@pytest.mark.parametrize("text", ["Atlantis", "XX", "EU", "", "x" * 9999, "\x00", "Austr"])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_country(text)


def test_a_refused_country_comes_with_a_suggestion() -> None:
    with pytest.raises(Refusal, match="Did you mean Philippines"):
        parse_country("Philipinnnes")


@pytest.mark.parametrize(
    ("text", "code"),
    [("French", "fr"), ("français", "fr"), ("Prancis", "fr"), ("FR", "fr"), ("fra", "fr"), ("en-GB", "en")]
    + [("Bahasa Indonesia", "id"), ("in", "id"), ("Deutsch", "de"), ("日本語", "ja")],
)
def test_a_language_is_found_by_code_or_name(text: str, code: str) -> None:
    assert parse_language(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("eur", "EUR"),
        ("€", "EUR"),
        ("euro", "EUR"),
        ("$", "USD"),
        ("Rp", "IDR"),
        ("US Dollar", "USD"),
        ("yen", "JPY"),
    ]
    + [("Rupiah Indonesia", "IDR"), ("franc suisse", "CHF"), ("DEM", "DEM")],
)
def test_a_currency_is_found_by_code_sign_or_name(text: str, code: str) -> None:
    assert parse_currency(text) == code


@pytest.mark.parametrize("read", [parse_language, parse_currency])
@pytest.mark.parametrize("text", ["", "klingonese", "xxx", "und", "\x00", "x" * 9999])
def test_unknown_languages_and_currencies_are_refused(read: Callable[[str], str], text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


@given(st.lists(address_like | st.text(max_size=10) | st.sampled_from(["France", "example.com", "+6281234567890"])))
def test_a_column_is_read_like_each_of_its_texts(values: list[str]) -> None:
    pairs: list[tuple[Callable[[list[str]], Any], Callable[[str], Any]]] = [
        (parse_email_column, parse_email),
        (parse_url_column, parse_url),
        (parse_country_column, parse_country),
        (lambda texts: parse_phone_column(texts, "ID"), lambda text: parse_phone(text, "ID")),
    ]
    for column, single in pairs:
        assert agree(single, values, column(values))
