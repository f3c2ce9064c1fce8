"""Who talks to the emulator: service accounts, people, API keys and the tokens that they hold."""

from __future__ import annotations

import functools
import random
import time
import zlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

DRIVE = "https://www.googleapis.com/auth/drive"
SHEETS = "https://www.googleapis.com/auth/spreadsheets"
LIFE = 3600  # seconds that an access token is good for


@dataclass(frozen=True)
class Caller:
    """Who a request comes from, and what the token allows."""

    email: str = ""
    scopes: frozenset[str] = frozenset()
    kind: str = "nobody"  # or service, user, key

    def has(self, *wanted: str) -> bool:
        return any(scope in self.scopes for scope in wanted)


@dataclass
class Account:
    """A service account or a person."""

    email: str
    kind: str
    name: str = ""
    private_key: str = ""
    key_id: str = ""
    public_key: rsa.RSAPublicKey | None = None
    is_shut: bool = False

    @property
    def permission_id(self) -> str:
        """The number that Drive gives to everybody's permissions.

        >>> Account("ada@example.com", "user").permission_id == Account("ADA@example.com", "user").permission_id
        True
        """
        return permission_id_of(self.email)


def permission_id_of(email: str) -> str:
    low = email.lower().encode()
    return str(10**19 + zlib.crc32(low) * 2**30 + zlib.adler32(low) % 2**30)


@functools.cache
def key_of(email: str) -> rsa.RSAPrivateKey:
    """A service account's key: made once a process, since making one takes its time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Token:
    caller: Caller
    expires: float


@dataclass
class Registry:
    """Accounts by address, and everything that has been handed out to them."""

    chance: random.Random
    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, Caller] = field(default_factory=dict)
    api_keys: set[str] = field(default_factory=set)

    def add(self, email: str, kind: str, name: str = "") -> Account:
        account = Account(email, kind, name or email.partition("@")[0])
        if kind == "service":
            key = key_of(email)
            account.private_key = key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode()
            account.public_key = key.public_key()
            account.key_id = f"{self.chance.getrandbits(160):040x}"
        self.accounts[email.lower()] = account
        return account

    def get(self, email: str) -> Account | None:
        return self.accounts.get(email.lower())

    def secret(self, prefix: str) -> str:
        return prefix + f"{self.chance.getrandbits(400):0100x}"

    def grant(self, caller: Caller) -> str:
        """Hand out an access token."""
        token = self.secret("ya29.")
        self.tokens[token] = Token(caller, time.time() + LIFE)
        return token

    def grant_refresh(self, caller: Caller) -> str:
        token = self.secret("1//0")
        self.refresh_tokens[token] = caller
        return token

    def grant_key(self) -> str:
        """Hand out an API key, good for what is public."""
        key = "AIza" + f"{self.chance.getrandbits(140):035x}"
        self.api_keys.add(key)
        return key

    def holder(self, token: str) -> Caller | None:
        """Who holds a token that is still good."""
        found = self.tokens.get(token)
        return found.caller if found and found.expires > time.time() else None

    def expire(self, only: str = "") -> None:
        """Let one access token run out now, or all of them."""
        for text, token in self.tokens.items():
            if only in ("", text):
                token.expires = 0

    def revoke(self, email: str) -> None:
        """Take everything back that was handed out to an account, and shut it when it is a service account."""
        low = email.lower()
        self.tokens = {text: token for text, token in self.tokens.items() if token.caller.email.lower() != low}
        kept = {text: caller for text, caller in self.refresh_tokens.items() if caller.email.lower() != low}
        self.refresh_tokens = kept
        account = self.get(email)
        if account and account.kind == "service":
            account.is_shut = True
