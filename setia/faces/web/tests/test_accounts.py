"""Signing in and out, the second factor, and one's own sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.stories import history
from tests.cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db
DOOR = "/account/login/"
SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party"])


def enter(client: Client, email: str = "ada@setia.example", password: str = PASSWORD) -> Any:
    return client.post(DOOR, {"login": email, "password": password})


def at_home(email: str = "ada@setia.example") -> Client:
    """A browser in which somebody signed in with the password."""
    client = Client()
    assert enter(client, email)["Location"] == "/"
    return client


def confirm(client: Client) -> None:
    """The password once more, as before every change of how one signs in."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def facts_of(person: Staff) -> list[str]:
    entries = Entry.objects.filter(noun="staff.staff", record_id=person.pk).order_by("id")
    return [kind for kind in entries.values_list("kind", flat=True) if kind.startswith("staff.")]


def code_now(seed: str = SEED) -> str:
    return str(format_hotp_value(hotp_value(seed, next(yield_hotp_counters_from_time()))))


# Signing in and out


def test_with_address_and_password_one_comes_in_and_this_is_told(cast: Cast) -> None:
    client = at_home("ADA@setia.example")
    assert client.get("/").status_code == 200
    assert facts_of(cast.ada) == ["staff.signed_in"]
    told = history(registry["staff"], cast.ada.pk, cast.acting("root")).entries
    assert [(entry.who, entry.label) for entry in told] == [("Ada Seller", "signed in")]


def test_signing_out_needs_a_post_and_is_told(cast: Cast) -> None:
    client = at_home()
    assert "Sign out" in client.get("/account/logout/").content.decode()
    assert is_in(client)
    client.post("/account/logout/")
    assert not is_in(client)
    assert facts_of(cast.ada)[-1] == "staff.signed_out"


def words_of_refusal(response: Any) -> str:
    assert response.status_code == 200
    page = re.sub(r'value="[^"]*"', "", response.content.decode())
    return page[page.index("<form") :]


def test_the_door_does_not_say_who_has_an_account(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.gil.pk).update(is_active=False)
    Staff.objects.filter(pk=cast.cleo.pk).update(archived_at=cast.acting("root").at)
    attempts = [("ada@setia.example", "wrong"), ("nobody@setia.example", PASSWORD)]
    attempts += [("gil@setia.example", PASSWORD), ("cleo@setia.example", PASSWORD)]
    answers = {words_of_refusal(enter(Client(), *attempt)) for attempt in attempts}
    assert len(answers) == 1
    assert "do not belong together" in answers.pop()


def test_attempts_in_vain_are_told_of_known_and_unknown_addresses(cast: Cast) -> None:
    enter(Client(), password="wrong")  # noqa: S106
    enter(Client(), "nobody@setia.example")
    refused = Entry.objects.filter(kind="staff.sign_in_refused").order_by("id")
    assert [(entry.record_id, entry.actor_id) for entry in refused] == [(cast.ada.pk, None), (0, None)]
    assert refused[1].title == "nobody@setia.example"
    assert PASSWORD not in str(list(refused.values("data", "title")))


def test_guessing_is_slowed_down(cast: Cast) -> None:
    client = Client()
    for _attempt in range(5):
        enter(client, password="wrong")  # noqa: S106
    assert "Too many attempts" in enter(client).content.decode()
    assert not is_in(client)


def test_too_many_requests_are_refused_in_plain_words(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    client = Client()
    for _attempt in range(2):
        enter(client)
    answer = enter(Client())
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_archived_people_lose_their_session_at_once(cast: Cast) -> None:
    client = at_home()
    Staff.objects.filter(pk=cast.ada.pk).update(archived_at=cast.acting("root").at)
    assert client.get("/").status_code == 302


def test_people_whose_sign_in_is_stopped_are_signed_out(cast: Cast) -> None:
    client = at_home()
    verbs.archive(registry["staff"], [cast.ada.pk], cast.acting("root"))
    assert client.get("/").status_code == 302


def test_after_signing_in_one_arrives_where_one_wanted_to_go(cast: Cast) -> None:
    client = Client()
    asked = client.get("/opportunities/")
    assert asked["Location"] == f"{DOOR}?next=/opportunities/"
    arrived = client.post(DOOR, {"login": "ada@setia.example", "password": PASSWORD, "next": "/opportunities/"})
    assert arrived["Location"] == "/opportunities/"


def test_the_door_leads_to_no_other_site(cast: Cast) -> None:
    trap = {"login": "ada@setia.example", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(DOOR, trap)["Location"] == "/"


def test_the_door_asks_for_a_token_against_forgery(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = enter(client)
    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


def test_on_a_new_installation_the_door_says_how_to_make_the_first_account() -> None:
    assert "setia user add" in Client().get(DOOR).content.decode()
    Staff.objects.create_account("Ada", "ada@setia.example", PASSWORD)
    assert "setia user add" not in Client().get(DOOR).content.decode()


@pytest.mark.parametrize("page", ["signup/", "password/reset/", "email/", "login/code/", "3rdparty/", "inactive/"])
def test_pages_that_setia_does_without_do_not_exist(page: str) -> None:
    assert Client().get(f"/account/{page}").status_code == 404


# Password


def change_password(client: Client, old: str = PASSWORD, new: str = "a-new-staple-91") -> Any:
    return client.post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})


def test_a_changed_password_signs_out_everywhere_else(cast: Cast) -> None:
    here, elsewhere = at_home(), at_home()
    change_password(here)
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert "staff.password_changed" in facts_of(cast.ada)
    cast.ada.refresh_from_db()
    assert cast.ada.check_password("a-new-staple-91")


@pytest.mark.parametrize(("old", "new"), [("wrong", "a-new-staple-91"), (PASSWORD, "12345678"), (PASSWORD, "short1")])
def test_a_wrong_or_weak_password_is_refused(cast: Cast, old: str, new: str) -> None:
    assert 'class="error"' in change_password(at_home(), old, new).content.decode()
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(PASSWORD)


# Second factor


def test_a_second_factor_is_set_up_with_a_picture_and_a_code(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = at_home()
    assert client.get("/account/2fa/totp/activate/").status_code == 302
    confirm(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    seed = re.findall(r'class="command">(\w+)<', page)[0]
    assert "not valid" in client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/2fa/totp/activate/", {"code": code_now(seed)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"<code>\w+</code>", client.get(done["Location"]).content.decode())) == 10
    assert facts_of(cast.ada)[-1] == "staff.factor_added"


@pytest.fixture
def guarded(cast: Cast) -> Staff:
    """Somebody who has a second factor."""
    TOTP.activate(cast.ada, SEED)
    RecoveryCodes.activate(cast.ada)
    return cast.ada


def test_with_a_second_factor_the_password_is_not_enough(guarded: Staff) -> None:
    client = Client()
    assert enter(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get("/").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert is_in(client)
    assert facts_of(guarded) == ["staff.signed_in"]


def test_a_wrong_code_is_refused_and_told(guarded: Staff) -> None:
    client = Client()
    enter(client)
    assert "not valid" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert not is_in(client)
    assert facts_of(guarded) == ["staff.sign_in_refused"]


def test_guessing_codes_is_slowed_down(guarded: Staff) -> None:
    client = Client()
    enter(client)
    for _attempt in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Too many attempts" in client.post("/account/2fa/authenticate/", {"code": code_now()}).content.decode()


def test_a_recovery_code_works_once(guarded: Staff) -> None:
    authenticator = Authenticator.objects.get(user=guarded, type=Authenticator.Type.RECOVERY_CODES)
    code = authenticator.wrap().get_unused_codes()[0]
    for worked in (True, False):
        client = Client()
        enter(client)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(client) is worked


def test_turning_the_second_factor_off_asks_who_it_is_and_is_told(guarded: Staff) -> None:
    client = Client()
    enter(client)
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=guarded).exists()
    confirm(client)
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=guarded).exists()
    assert facts_of(guarded)[-1] == "staff.factor_removed"


# Sessions


def test_all_sessions_are_listed_and_the_others_can_be_ended(cast: Cast) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    elsewhere = Client(headers={"User-Agent": firefox})
    enter(elsewhere)
    here = at_home()
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox on Linux" in page
    here.post("/account/sessions/")
    assert elsewhere.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert facts_of(cast.ada)[-1] == "staff.sessions_ended"
