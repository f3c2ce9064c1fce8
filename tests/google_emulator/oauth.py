"""Tokens: signed assertions of service accounts, codes and refresh tokens of people, and the page where they consent."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from .accounts import DRIVE, LIFE, SHEETS, Account, Caller, Registry
from .errors import GoogleError, token_error

Json = dict[str, Any]

GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ALL_SCOPES = (DRIVE, SHEETS)  # what an assertion for an API as its audience is good for
LEEWAY = 300  # seconds that a client's clock may be ahead


@dataclass
class Desk:
    """The token endpoint: who may get a token, and what was promised on the consent page."""

    registry: Registry
    url: str
    client_id: str = "407408718192.apps.googleusercontent.com"
    client_secret: str = "GOCSPX-emulator"
    person: str = "ada@example.com"  # who sits before the browser
    consents: bool = True
    codes: dict[str, Json] = field(default_factory=dict)

    @property
    def token_uri(self) -> str:
        return f"{self.url}/token"

    def client_secrets(self) -> Json:
        """What a desktop app downloads as `credentials.json`."""
        installed = {
            "client_id": self.client_id,
            "project_id": "emulator",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": self.token_uri,
            "auth_provider_x509_cert_url": f"{self.url}/oauth2/v1/certs",
            "client_secret": self.client_secret,
            "redirect_uris": ["http://localhost"],
        }
        return {"installed": installed}

    def service_account_file(self, account: Account) -> Json:
        """What a service account's owner downloads."""
        return {
            "type": "service_account",
            "project_id": "emulator",
            "private_key_id": account.key_id,
            "private_key": account.private_key,
            "client_email": account.email,
            "client_id": "100000000000000000001",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": self.token_uri,
            "auth_provider_x509_cert_url": f"{self.url}/oauth2/v1/certs",
            "client_x509_cert_url": f"{self.url}/robot/v1/metadata/x509/{urllib.parse.quote(account.email)}",
            "universe_domain": "googleapis.com",
        }

    def authorized_user(self, email: str, scopes: list[str]) -> Json:
        """What is kept of a person's consent: a file for google-auth with a refresh token."""
        token = self.registry.grant_refresh(Caller(email, frozenset(scopes), "user"))
        return {
            "type": "authorized_user",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": token,
            "token_uri": self.token_uri,
            "scopes": scopes,
        }

    # POST /token

    def token(self, form: dict[str, str]) -> Json:
        kind = form.get("grant_type", "")
        if kind == JWT_BEARER:
            return self._for_assertion(form.get("assertion", ""))
        if kind == "refresh_token":
            self._check_client(form)
            return self._for_refresh(form.get("refresh_token", ""))
        if kind == "authorization_code":
            self._check_client(form)
            return self._for_code(form)
        if not kind:
            raise token_error("invalid_request", "Required parameter is missing: grant_type")
        raise token_error("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _check_client(self, form: dict[str, str]) -> None:
        if form.get("client_id") != self.client_id:
            raise token_error("invalid_client", "The OAuth client was not found.", 401)
        if form.get("client_secret") != self.client_secret:
            raise token_error("invalid_client", "Unauthorized", 401)

    def _for_assertion(self, assertion: str) -> Json:
        claims = self._verified(assertion)
        if claims.get("aud") not in (self.token_uri, GOOGLE_TOKEN_URI):
            message = "Invalid JWT: Failed audience check. The right audience is " + self.token_uri
            raise token_error("invalid_grant", message)
        scopes = str(claims.get("scope", "")).split()
        if not scopes:
            message = "Empty or missing scope not allowed."
            raise token_error("invalid_scope", message)
        email = str(claims.get("sub") or claims["iss"])
        kind = "user" if claims.get("sub") and claims["sub"] != claims["iss"] else "service"
        token = self.registry.grant(Caller(email, frozenset(scopes), kind))
        return {"access_token": token, "expires_in": LIFE - 1, "token_type": "Bearer"}

    def _verified(self, assertion: str) -> Json:
        try:
            head, body, signature = assertion.split(".")
            header, claims = (json.loads(_unbased(part)) for part in (head, body))
            signed = _unbased(signature)
        except (ValueError, TypeError):
            raise token_error("invalid_grant", "Bad Request") from None
        account = self.registry.get(str(claims.get("iss", "")))
        if account is None or account.public_key is None:
            raise token_error("invalid_grant", "Invalid grant: account not found")
        if header.get("alg") != "RS256" or header.get("kid") not in (None, account.key_id):
            raise token_error("invalid_grant", "Invalid JWT Signature.")
        try:
            account.public_key.verify(signed, f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise token_error("invalid_grant", "Invalid JWT Signature.") from None
        _check_times(claims)
        if account.is_shut:
            raise token_error("invalid_grant", "Invalid grant: account not found")
        return dict(claims)

    def self_signed(self, token: str) -> Caller | None:
        """Who a token is, when it is an assertion that a service account has signed for an API itself."""
        if token.count(".") != 2:
            return None
        try:
            claims = self._verified(token)
        except GoogleError:
            return None
        scopes = str(claims.get("scope", "")).split() or list(ALL_SCOPES)
        return Caller(str(claims["iss"]), frozenset(scopes), "service")

    def _for_refresh(self, refresh_token: str) -> Json:
        caller = self.registry.refresh_tokens.get(refresh_token)
        if caller is None:
            raise token_error("invalid_grant", "Token has been expired or revoked.")
        return self._granted(caller)

    def _granted(self, caller: Caller) -> Json:
        return {
            "access_token": self.registry.grant(caller),
            "expires_in": LIFE - 1,
            "scope": " ".join(sorted(caller.scopes)),
            "token_type": "Bearer",
        }

    def _for_code(self, form: dict[str, str]) -> Json:
        promise = self.codes.pop(form.get("code", ""), None)
        if promise is None:
            raise token_error("invalid_grant", "Malformed auth code.")
        if promise["redirect_uri"] != form.get("redirect_uri"):
            raise token_error("redirect_uri_mismatch", "Bad Request")
        if promise["challenge"] and promise["challenge"] != _challenged(
            form.get("code_verifier", ""), promise["method"]
        ):
            raise token_error("invalid_grant", "Invalid code verifier.")
        caller = Caller(promise["email"], frozenset(promise["scopes"]), "user")
        answer = self._granted(caller)
        if promise["offline"]:
            answer["refresh_token"] = self.registry.grant_refresh(caller)
        return answer

    # GET /o/oauth2/auth

    def consent(self, query: dict[str, str]) -> str:
        """Where the browser is sent after the person has consented, or has not."""
        target = query.get("redirect_uri", "")
        if query.get("client_id") != self.client_id:
            raise _page("Error 401: invalid_client")
        host = urllib.parse.urlsplit(target).hostname
        if host not in ("localhost", "127.0.0.1", "::1"):
            raise _page("Error 400: redirect_uri_mismatch")
        if query.get("response_type") != "code" or not query.get("scope"):
            raise _page("Error 400: invalid_request")
        back = {"state": query["state"]} if "state" in query else {}
        if not self.consents:
            return f"{target}?{urllib.parse.urlencode({'error': 'access_denied', **back})}"
        code = self.registry.secret("4/0A")
        self.codes[code] = {
            "email": query.get("login_hint") or self.person,
            "scopes": query["scope"].split(),
            "redirect_uri": target,
            "challenge": query.get("code_challenge", ""),
            "method": query.get("code_challenge_method", "plain"),
            "offline": query.get("access_type") == "offline",
        }
        return f"{target}?{urllib.parse.urlencode({**back, 'code': code, 'scope': query['scope']})}"

    def revoke(self, token: str) -> None:
        """POST /revoke"""
        holder = self.registry.refresh_tokens.get(token) or self.registry.holder(token)
        if holder is None:
            raise token_error("invalid_token", "Token expired or revoked")
        self.registry.revoke(holder.email)

    def token_info(self, token: str) -> Json:
        """GET /tokeninfo"""
        found = self.registry.tokens.get(token)
        if found is None or found.expires <= time.time():
            raise token_error("invalid_token", "Invalid Value")
        left = int(found.expires - time.time())
        scope = " ".join(sorted(found.caller.scopes))
        return {"email": found.caller.email, "scope": scope, "expires_in": str(left), "exp": str(int(found.expires))}


def _check_times(claims: Json) -> None:
    now = time.time()
    try:
        issued, expires = float(claims["iat"]), float(claims["exp"])
    except (KeyError, TypeError, ValueError):
        raise token_error("invalid_grant", "Invalid JWT: iat and exp are required.") from None
    if not (issued - LEEWAY <= now <= expires and 0 < expires - issued <= LIFE + LEEWAY):
        message = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
        raise token_error("invalid_grant", message + "Check your iat and exp values in the JWT claim.")


def _challenged(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _unbased(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _page(message: str) -> GoogleError:
    return GoogleError(400, {"error": message})
