"""The emulator's tokens: signed assertions, consent in a browser, refreshing, running out, being taken back."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import urllib.parse
import webbrowser
from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account

from tests.google_emulator import Emulator, mount
from tests.google_emulator.oauth import JWT_BEARER

DRIVE = "https://www.googleapis.com/auth/drive"
FILES = "https://www.googleapis.com/drive/v3/files"
from_info: Any = service_account.Credentials.from_service_account_info
session_of: Any = AuthorizedSession


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


def session(google: Emulator, info: dict[str, Any] | None = None, scope: str = DRIVE, **more: Any) -> Any:
    made = session_of(from_info(info or google.credentials, scopes=[scope], **more))
    mount(made, google.url)
    return made


def assertion(google: Emulator, key: dict[str, Any] | None = None, **claims: Any) -> str:
    """A signed assertion, good but for what is claimed otherwise."""
    from google.auth import crypt, jwt

    signed_with = key or google.credentials
    signer = crypt.RSASigner.from_service_account_info(signed_with)  # type: ignore[no-untyped-call]
    now = int(time.time())
    good = {
        "iss": google.service_account,
        "aud": f"{google.url}/token",
        "scope": DRIVE,
        "iat": now,
        "exp": now + 3600,
    }
    encoded: bytes = jwt.encode(signer, {**good, **claims})  # type: ignore[no-untyped-call]
    return encoded.decode()


def asked(google: Emulator, text: str) -> dict[str, Any]:
    form = {"grant_type": JWT_BEARER, "assertion": text}
    answer: dict[str, Any] = requests.post(f"{google.url}/token", data=form, timeout=5).json()
    return answer


def test_a_signed_assertion_gets_a_token_for_an_hour(google: Emulator) -> None:
    answer = asked(google, assertion(google))
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3599)
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert requests.get(f"{google.url}/drive/v3/files", headers=headers, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iat": 0, "exp": 3600}, "Invalid JWT: Token must be a short-lived token"),
        ({"exp": int(time.time()) + 9999}, "Invalid JWT: Token must be a short-lived token"),
        ({"aud": "https://example.com"}, "Invalid JWT: Failed audience check"),
        ({"iss": "nobody@example.com"}, "Invalid grant: account not found"),
    ],
)
def test_an_assertion_that_claims_too_much_is_refused(google: Emulator, claims: dict[str, Any], said: str) -> None:
    answer = asked(google, assertion(google, **claims))
    assert answer["error"] == "invalid_grant"
    assert answer["error_description"].startswith(said)


def test_another_key_or_another_text_under_the_signature_is_refused(google: Emulator) -> None:
    other = google.add_service_account("other@example.iam.gserviceaccount.com")
    stolen = {**other, "private_key_id": google.credentials["private_key_id"]}
    assert asked(google, assertion(google, stolen))["error_description"] == "Invalid JWT Signature."
    head, body, signature = assertion(google).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "scope": "more"}).encode()).rstrip(b"=").decode()
    assert asked(google, f"{head}.{changed}.{signature}")["error_description"] == "Invalid JWT Signature."
    assert asked(google, "rubbish")["error"] == "invalid_grant"


def test_no_scope_and_a_strange_grant_are_refused(google: Emulator) -> None:
    assert asked(google, assertion(google, scope=""))["error"] == "invalid_scope"
    answer = requests.post(f"{google.url}/token", data={"grant_type": "password"}, timeout=5).json()
    assert answer["error"] == "unsupported_grant_type"


def test_google_auth_gets_a_new_token_when_the_old_one_has_run_out(google: Emulator) -> None:
    client = session(google)
    assert client.get(FILES).status_code == 200
    google.expire_tokens()
    assert client.get(FILES).status_code == 200
    assert [seen.status for seen in google.requests] == [200, 200, 401, 200, 200]


def test_a_revoked_account_gets_no_token_any_more(google: Emulator) -> None:
    client = session(google)
    assert client.get(FILES).status_code == 200
    google.revoke()
    with pytest.raises(RefreshError, match="invalid_grant"):
        client.get(FILES)


def test_a_token_does_only_what_it_was_asked_for(google: Emulator) -> None:
    number = google.spreadsheet("Plan")
    readonly = session(google, scope="https://www.googleapis.com/auth/spreadsheets.readonly")
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{number}/values/A1"
    assert readonly.get(address).status_code == 200
    for refused in (readonly.put(address, json={}), readonly.get(FILES)):
        assert refused.status_code == 403
        assert "insufficient authentication scopes" in refused.json()["error"]["message"]


def test_an_assertion_signed_for_the_api_itself_is_good_without_the_token_endpoint(google: Emulator) -> None:
    client = session(google, always_use_jwt_access=True)
    assert client.get(FILES).status_code == 200
    assert not [seen for seen in google.requests if seen.path == "/token"]


def test_strangers_are_told_so(google: Emulator) -> None:
    number = google.spreadsheet("Plan")
    address = f"{google.url}/v4/spreadsheets/{number}"
    assert requests.get(address, timeout=5).json()["error"]["message"].startswith("Method doesn't allow unregistered")
    answer = requests.get(address, headers={"Authorization": "Bearer made-up"}, timeout=5)
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    answer = requests.get(f"{address}?key=wrong", timeout=5)
    assert answer.json()["error"]["message"] == "API key not valid. Please pass a valid API key."


# A person before a browser


def consent(google: Emulator, **more: str) -> dict[str, str]:
    """What the page of consent hands to the program that listens on this machine."""
    query = {
        "response_type": "code",
        "client_id": google.desk.client_id,
        "redirect_uri": "http://localhost:8080/",
        "scope": DRIVE,
        "state": "s1",
        "access_type": "offline",
        **more,
    }
    answer = requests.get(f"{google.url}/o/oauth2/auth", params=query, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["Location"]).query))


def exchange(google: Emulator, code: str, **more: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "http://localhost:8080/",
        "client_id": google.desk.client_id,
        "client_secret": google.desk.client_secret,
        **more,
    }
    return requests.post(f"{google.url}/token", data=form, timeout=5)


def test_a_person_consents_and_the_code_is_good_once(google: Emulator) -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    back = consent(google, code_challenge=challenge, code_challenge_method="S256")
    assert back["state"] == "s1"
    answer = exchange(google, back["code"], code_verifier=verifier).json()
    assert {"access_token", "refresh_token", "scope"} <= set(answer)
    assert exchange(google, back["code"], code_verifier=verifier).json()["error"] == "invalid_grant"
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    about = requests.get(f"{google.url}/drive/v3/about?fields=user", headers=headers, timeout=5).json()
    assert about["user"]["emailAddress"] == google.person


class Browser(webbrowser.BaseBrowser):
    """A browser whose owner clicks on Allow."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 10}).start()
        return True


def test_gspread_takes_a_person_through_the_browser(google: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser._tryorder", [])
    monkeypatch.setattr("webbrowser._browsers", {})
    webbrowser.register("clicks", None, Browser(), preferred=True)
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the emulator speaks plain http
    client, stored = gspread.oauth_from_dict(google.desk.client_secrets())
    google.turn(client.http_client.session)
    assert client.create("Plan").list_permissions()[0]["emailAddress"] == google.person
    assert json.loads(str(stored))["refresh_token"] in google.desk.registry.refresh_tokens


def test_a_code_is_bound_to_its_verifier_its_address_and_its_program(google: Emulator) -> None:
    code = consent(google, code_challenge="abc", code_challenge_method="S256")["code"]
    assert exchange(google, code, code_verifier="wrong").json()["error"] == "invalid_grant"
    code = consent(google)["code"]
    assert exchange(google, code, redirect_uri="http://localhost:9/").json()["error"] == "redirect_uri_mismatch"
    assert exchange(google, consent(google)["code"], client_secret="wrong").status_code == 401


def test_a_person_may_refuse(google: Emulator) -> None:
    google.desk.consents = False
    assert consent(google) == {"error": "access_denied", "state": "s1"}


def test_consent_goes_back_to_this_machine_only(google: Emulator) -> None:
    query = {
        "response_type": "code",
        "client_id": google.desk.client_id,
        "redirect_uri": "https://example.com",
        "scope": "x",
    }
    answer = requests.get(f"{google.url}/o/oauth2/auth", params=query, allow_redirects=False, timeout=5)
    assert answer.status_code == 400


def test_a_stored_consent_is_refreshed_until_it_is_revoked(google: Emulator) -> None:
    stored = google.authorized_user(DRIVE)
    form = {name: stored[name] for name in ("client_id", "client_secret", "refresh_token")}
    form["grant_type"] = "refresh_token"
    answer = requests.post(f"{google.url}/token", data=form, timeout=5).json()
    info = requests.get(f"{google.url}/tokeninfo", params={"access_token": answer["access_token"]}, timeout=5).json()
    assert info["email"] == google.person
    requests.post(f"{google.url}/revoke", params={"token": stored["refresh_token"]}, timeout=5)
    answer = requests.post(f"{google.url}/token", data=form, timeout=5).json()
    assert answer == {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
