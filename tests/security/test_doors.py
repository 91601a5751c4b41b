"""Getting in: passwords are kept dear, guessing is slow, and nothing is given away on the way."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import MD5PasswordHasher, identify_hasher
from django.test import Client

from setia.config import settings as written
from setia.domains.organisation.staff.sessions import end_sessions
from setia.foundation.staff.models import Token
from setia.foundation.staff.rights import actor_of
from tests.acting import do
from tests.cast import NOW, PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db
DOOR = "/account/login/"
SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party"])


def enter(client: Client, email: str = "ada@setia.example", password: str = PASSWORD, **headers: str) -> Any:
    return client.post(DOOR, {"login": email, "password": password}, headers=headers)


class Counting(MD5PasswordHasher):
    """A hasher that knows how often it was asked."""

    algorithm = "md5"
    asked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.asked.append(password)
        return super().encode(password, salt)


@pytest.fixture
def asked(settings: Any) -> list[str]:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.asked.clear()
    return Counting.asked


def test_sign_in_costs_the_same_for_addresses_that_nobody_has(cast: Cast, asked: list[str]) -> None:
    costs = {}
    for email in ("ada@setia.example", "nobody@setia.example", "eve@setia.example"):
        if email.startswith("eve"):
            do("deactivate", cast.eve)
        asked.clear()
        enter(Client(), email, "a wrong password")
        costs[email] = len(asked)
    assert set(costs.values()) == {1}, costs


def test_passwords_are_kept_by_a_hash_that_costs_memory(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS
    cast.ada.set_password(PASSWORD)
    hasher = identify_hasher(cast.ada.password)
    assert hasher.algorithm == "scrypt"
    assert 128 * hasher.work_factor * hasher.block_size >= 16 * 2**20


def test_a_password_kept_the_old_way_moves_when_it_is_used(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS[1:]
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS
    assert enter(Client()).status_code == 302
    cast.ada.refresh_from_db()
    assert cast.ada.password.startswith("scrypt$")


@pytest.mark.parametrize("weak", ["short-only1", "password1234", "ada seller 1", "q1w2e3r4t5y6"])
def test_weak_passwords_are_refused(weak: str, cast: Cast) -> None:
    client = Client()
    enter(client)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(PASSWORD)


def test_a_session_begins_anew_at_the_door(cast: Cast) -> None:
    """Whoever planted a session in a browser does not share what is signed in with it."""
    client = Client()
    client.get(DOOR)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["setia_session"] = planted = session.session_key
    enter(client)
    assert client.cookies["setia_session"].value != planted
    stranger = Client()
    stranger.cookies["setia_session"] = planted
    assert stranger.get("/").status_code == 302


def test_signing_out_ends_the_session_itself(cast: Cast) -> None:
    client = Client()
    enter(client)
    kept = client.cookies["setia_session"].value
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["setia_session"] = kept
    assert thief.get("/").status_code == 302


def test_sessions_of_somebody_can_all_be_ended(cast: Cast) -> None:
    clients = [Client(), Client()]
    for client in clients:
        enter(client)
    clients[0].get("/")
    clients[1].get("/")
    end_sessions([cast.ada.pk])
    assert [client.get("/").status_code for client in clients] == [302, 302]


def test_a_made_up_forwarded_address_does_not_begin_a_new_count(cast: Cast) -> None:
    """Without proxies the header is anybody's to write, and guessing goes by the address of the connection."""
    client = Client()
    for attempt in range(10):
        enter(client, f"somebody{attempt}@setia.example", "wrong", X_Forwarded_For=f"10.0.0.{attempt}")
    answer = enter(client, "another@setia.example", "wrong", X_Forwarded_For="10.9.9.9")
    assert "Too many attempts" in answer.content.decode()


def test_a_code_of_the_second_factor_works_once(cast: Cast) -> None:
    TOTP.activate(cast.ada, SEED)
    code = str(format_hotp_value(hotp_value(SEED, next(yield_hotp_counters_from_time()))))
    for worked in (True, False):
        client = Client()
        enter(client)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is worked


def test_a_token_cannot_make_another(cast: Cast) -> None:
    by = actor_of(cast.root, "api", at=NOW, scopes=frozenset({"*"}))
    with pytest.raises(Exception, match="cannot issue tokens"):
        do("issue_token", cast.root, by, name="Outliving")
    assert not Token.objects.exists()
