"""What several tests share: the skill matrix: its views say what the ratings, the roles and the arithmetic say."""

from __future__ import annotations

from typing import Any

AWKWARD: dict[str, list[dict[str, Any]]] = {
    "skills": [{"skill": "C#"}, {"skill": "=SUM"}, {"skill": "What-ifs"}, {"skill": "What-if?"}, {"skill": "Nobody's"}],
    "roles": [
        {"role": "Developer", "skill": "c#", "required_level": 4, "weight": 2},
        {"role": "developer", "skill": "=SUM", "required_level": 2},
        {"role": "=Lead", "skill": "What-if?", "required_level": 3},
    ],
    "people": [
        {"person_id": "007", "name": "Ann", "role": "Developer", "team": "A"},
        {"person_id": "7", "name": "Ben", "role": "=Lead", "team": "A"},
        {"person_id": "=3", "name": "Cy", "role": "Guest", "team": "A"},
    ],
    "assessments": [
        {"person_id": "007", "skill": "C#", "rater_type": "self", "level": 5, "date": "2026-05-01"},
        {"person_id": "007", "skill": "C#", "rater_type": "peer", "level": 2, "date": "2026-05-01"},
        {"person_id": "007", "skill": "C#", "rater_type": "peer", "level": 3, "date": "2026-03-01"},
        {"person_id": "007", "skill": "C#", "rater_type": "peer", "level": 0, "date": "2026-01-01"},
        {"person_id": "007", "skill": "C#", "rater_type": "manager", "level": 1, "date": "2026-05-21"},
        {"person_id": "7", "skill": "=SUM", "rater_type": "evidence", "level": 3.5, "date": "2026-05-01"},
        {"person_id": "=3", "skill": "What-if?", "rater_type": "self", "level": 0, "date": "2026-05-20"},
        {"person_id": "=3", "skill": "C#", "rater_type": "self", "level": 2, "date": "2026-06-20"},
        {"person_id": "=3", "skill": "Juggling", "rater_type": "self", "level": 2, "date": "2026-05-20"},
    ],
}
