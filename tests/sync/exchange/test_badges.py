"""Open Badges 2.0 and 3.0, and xAPI statements."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from learning_cases import PEOPLE, day, imported

from okrsheets.sync.exchange.learning_import import ImportContext
from okrsheets.sync.exchange.matches import CourseSkill, Matches

V3: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "https://badges.example/7",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://acme.example", "name": "Acme"},
    "validFrom": "2026-01-02T00:00:00Z",
    "validUntil": "2027-01-02T00:00:00Z",
    "credentialSubject": {
        "id": "mailto:ida@example.org",
        "achievement": {"name": "SQL expert", "alignment": [{"targetName": "sql", "targetCode": "x"}]},
        "result": [{"achievedLevel": "4"}],
    },
}
V2: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://badges.example/a/1",
    "recipient": {"type": "email", "hashed": True, "salt": "s4lt", "identity": "sha256$" + hashlib.sha256(b"jon@example.orgs4lt").hexdigest()},
    "badge": {"type": "BadgeClass", "id": "https://badges.example/c/1", "name": "SQL expert", "issuer": {"name": "Acme"}, "tags": ["SQL"]},
    "issuedOn": "2026-01-02T00:00:00Z",
    "expires": "2026-07-02T00:00:00Z",
}  # fmt: skip


def test_a_badge_of_version_3_is_a_certificate_whose_signature_is_not_verified() -> None:
    plan, _ = imported(V3)
    evidence = "https://badges.example/7; Acme; level 4; signature not verified"
    assert plan.certifications == [("P-1", "SQL", "SQL expert", day("2026-01-02"), day("2027-01-02"), evidence)]


def test_a_hashed_recipient_of_version_2_is_found_among_the_people() -> None:
    plan, _ = imported(V2)
    assert [row[:5] for row in plan.certifications] == [
        ("P-2", "SQL", "SQL expert", day("2026-01-02"), day("2026-07-02"))
    ]


def test_a_badge_that_names_its_class_by_address_needs_the_class() -> None:
    by_address = {**V2, "badge": V2["badge"]["id"]}
    plan, _ = imported(by_address)
    assert not plan.certifications
    assert "by address only" in plan.problems[0].what
    plan, _ = imported([by_address, {**V2["badge"], "@context": V2["@context"]}])
    assert len(plan.certifications) == 1


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"credentialSubject": {**V3["credentialSubject"], "id": "did:x:1"}}, "no recipient"),
        ({"credentialSubject": {"id": "mailto:ida@example.org"}}, "no name"),
        ({"validFrom": "once"}, "'once' isn't a recognised date"),
        ({"validFrom": None}, "no date of issue"),
        ({"validUntil": "2025-01-01"}, "expires before it was issued"),
        ({"credentialSubject": {**V3["credentialSubject"], "id": "mailto:x@y.example"}}, "not in the People tables"),
    ],
)  # fmt: skip
def test_a_broken_badge_is_a_problem(change: dict[str, Any], what: str) -> None:
    plan, _ = imported({**V3, **change})
    assert not plan.certifications
    assert what in plan.problems[0].what


def test_a_revoked_badge_is_not_imported_and_taken_out() -> None:
    revoked = {**V3, "revoked": True, "revocationReason": "issued in error"}
    plan, _ = imported(revoked)
    assert not plan.certifications
    assert "issued in error" in plan.problems[0].what
    before = imported(V3)[0].certifications
    plan, _ = imported(revoked, known=ImportContext(PEOPLE, ["SQL"], certifications=before))
    assert plan.certifications == []
    assert plan.changes
    assert "taken out" in plan.problems[0].what


def test_a_status_at_the_issuer_is_said_to_be_unchecked() -> None:
    plan, _ = imported({**V3, "credentialStatus": {"type": "1EdTechRevocationList"}})
    assert str(plan.certifications[0][-1]).endswith("its status at the issuer was not checked")


def test_a_badge_without_a_skill_waits_for_the_user() -> None:
    other = {**V3, "credentialSubject": {"id": "mailto:ida@example.org", "achievement": {"name": "Conflict resolver"}}}
    plan, _ = imported(other)
    assert not plan.certifications
    assert plan.matches.courses[0].suggestion == "Conflict resolution"
    told = Matches((CourseSkill("conflict resolver", "Conflict resolution"),))
    plan, _ = imported(other, known=ImportContext(PEOPLE, [], told))
    assert [row[1] for row in plan.certifications] == ["Conflict resolution"]


def test_the_same_badge_twice_changes_nothing() -> None:
    before = imported(V3)[0].certifications
    plan, _ = imported([V3, V3], known=ImportContext(PEOPLE, ["SQL"], certifications=before))
    assert not plan.changes


def statement(verb: str, result: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": more.pop("id", f"{verb}-1"),
        "actor": {"mbox": "mailto:ida@example.org"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": "https://lms.example/sql", "definition": {"name": {"de": "SQL", "en-US": "SQL basics"}}},
        "timestamp": "2026-03-01T10:00:00Z",
        **({"result": result} if result else {}),
        **more,
    }


PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"


def test_statements_are_learning_records_and_a_score_is_not_progress() -> None:
    plan, rows = imported(
        [
            statement("progressed", {"score": {"scaled": 0.9}, "extensions": {PROGRESS: 40}}),
            statement("scored", {"score": {"scaled": 1}}),
        ]
    )
    assert [(row["course"], row["progress"], row["completed_on"], row["provider"]) for row in rows] == [
        ("SQL basics", 0.4, None, "xAPI")
    ]
    assert plan.read[0].rows == 1
    _, rows = imported([statement("progressed", {"score": {"scaled": 0.9}})])
    assert rows[0]["progress"] is None


@pytest.mark.parametrize("verb", ["completed", "passed", "mastered"])
def test_a_completion_has_its_day_and_its_duration(verb: str) -> None:
    _, rows = imported({"statements": [statement(verb, {"duration": "PT1H30M"})], "more": ""})
    assert [(row["progress"], row["completed_on"], row["hours"]) for row in rows] == [(1.0, day("2026-03-01"), 1.5)]


def test_a_voided_statement_and_a_failed_completion_do_not_count() -> None:
    voided = statement("voided", object={"objectType": "StatementRef", "id": "completed-1"}, id="v")
    _, rows = imported([statement("completed"), voided, statement("initialized")])
    assert [row["completed_on"] for row in rows] == [None]
    _, rows = imported([statement("completed", {"completion": False})])
    assert [row["progress"] for row in rows] == [None]


def test_a_hashed_mailbox_is_found_among_the_people() -> None:
    digest = hashlib.sha1(b"mailto:jon@example.org").hexdigest()
    _, rows = imported(
        [
            statement("completed", actor={"mbox_sha1sum": digest}),
            statement("completed", actor={"account": {"name": "P-1"}}),
        ]
    )
    assert sorted(row["person_id"] for row in rows) == ["P-1", "P-2"]
