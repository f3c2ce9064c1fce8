"""Headings in other languages, by table and column: whoever knows another word for one adds it here.

Words of a column are separated by "|". A word may stand for one column of a table only; `tests/core/test_heading_words.py`
finds those that do not. Accents and capitals count as they are written; where people leave them out, write both.
"""

from __future__ import annotations

from collections.abc import Mapping

from .sheet_words import headings_of

_OBJECTIVE = "ziel|ziele|zielsetzung|objectif|objectifs|objetivo|objetivos|obiettivo|obiettivi|doel|doelstelling|doelen|目標|目标|cel|cele"
_OWNER = (
    "verantwortlich|verantwortliche|verantwortlicher|verantwortung|zuständig|eigentümer|responsable|porteur|pilote|"
    "responsável|dono|responsabile|proprietario|verantwoordelijk|verantwoordelijke|eigenaar|担当|担当者|責任者|负责人|責任人|"
    "właściciel|odpowiedzialny|odpowiedzialna|propietario|encargado|dueño"
)
_TEAM = "abteilung|bereich|gruppe|équipe|equipe|equipo|departamento|squadra|reparto|afdeling|チーム|部署|团队|部门|zespół|dział|département"
_WEIGHT = "gewicht|gewichtung|poids|pondération|peso|ponderación|ponderação|weging|重み|权重|waga"
_STATUS = "estado|état|statut|stato|状態|状态|stan|statuut"
_NOTE = "notiz|notizen|kommentar|kommentare|bemerkung|bemerkungen|anmerkung|commentaire|commentaires|remarque|nota|notas|comentario|comentarios|comentário|comentários|osservazioni|commento|commenti|opmerking|opmerkingen|備考|コメント|备注|uwagi|komentarz"
_RISK = "risiken|größtes risiko|hindernis|hindernisse|riesgos|obstáculos|impedimentos|risque|risques|risco|riscos|rischio|rischi"
_NEXT_STEP = "nächste schritte|próximos pasos|siguiente paso|siguientes pasos|prochaine étape|prochaines étapes|próximos passos|prossimi passi"
_SKILL = "fähigkeit|kompetenz|fertigkeit|skill name|compétence|competencia|habilidad|competência|habilidade|competenza|vaardigheid|competentie|スキル|能力|技能|umiejętność|kompetencja"
_LEVEL = "stufe|niveau|nivel|nível|livello|レベル|等级|级别|poziom"
_DATE = "datum|fecha|data|日付|日期"
_PERSON = "person|mitarbeiter|mitarbeiterin|mitarbeitende|personne|collaborateur|persona|empleado|pessoa|colaborador|dipendente|medewerker|氏名|姓名|osoba|pracownik"

HEADING_WORDS: Mapping[str, Mapping[str, str]] = {
    "settings": {
        "organisation": "unternehmen|firma|organización|empresa|entreprise|organizzazione|azienda|organisatie|bedrijf|会社|公司|organizacja",
        "team": _TEAM,
        "cycle": "quartal|zyklus|zeitraum|trimestre|ciclo|periodo|período|période|kwartaal|periode|四半期|季度|kwartał",
        "cycle_start": "quartalsbeginn|beginn des quartals|inicio del trimestre|début du trimestre|início do trimestre|inizio del trimestre",
        "cycle_end": "quartalsende|ende des quartals|fin del trimestre|fin du trimestre|fim do trimestre|fine del trimestre",
    },
    "objectives": {
        "level": f"ebene|{_LEVEL}",
        "team": _TEAM,
        "owner": _OWNER,
        "objective": _OBJECTIVE,
        "parent_id": "übergeordnetes ziel|zahlt ein auf|unterstützt|objetivo superior|objectif parent|objetivo pai|obiettivo superiore|bovenliggend doel|上位目標|上级目标|cel nadrzędny",
        "contributes": "zählt|trägt bei|contribuye|contribue|contribui|contribuisce",
        "weight": _WEIGHT,
        "status": _STATUS,
        "reason": "grund|begründung|motivo|raison|razón|motivazione|reden|理由|原因|powód",
        "self_assessment": "selbstbewertung|eigene einschätzung|eigene bewertung|valoración propia|auto-évaluation|autoévaluation|autoavaliação|autovalutazione",
        "self_assessment_note": "begründung der selbsteinschätzung|erkenntnisse|rückblick|aprendizajes|lecciones aprendidas|enseignements|aprendizados",
    },
    "key results": {
        "objective_id": _OBJECTIVE,
        "key_result": (
            "schlüsselergebnis|schlüsselergebnisse|kernergebnis|ergebnis|ergebnisse|messgröße|resultado clave|resultados clave|resultado chave|"
            "resultados chave|resultado-chave|résultat clé|résultats clés|risultato chiave|risultati chiave|kernresultaat|sleutelresultaat|"
            "主要な結果|主な成果|成果指標|关键结果|關鍵結果|kluczowy rezultat|kluczowe rezultaty|kluczowy wynik|indicador|indicateur|indicatore|kennzahl"
        ),
        "unit": "einheit|unidad|unité|unidade|unità|eenheid|単位|单位|jednostka",
        "start": (
            "startwert|ausgangswert|anfangswert|basis|basiswert|baseline wert|valor inicial|línea base|punto de partida|valeur initiale|valeur de départ|départ|"
            "valor de partida|linha de base|valore iniziale|partenza|startwaarde|beginwaarde|beginstand|開始値|初期値|起始值|基线|wartość początkowa|początek"
        ),
        "target": (
            "zielwert|sollwert|soll|zielgröße|meta|valor objetivo|valor meta|cible|valeur cible|objectif chiffré|alvo|valor alvo|obiettivo numerico|"
            "valore obiettivo|traguardo|doelwaarde|streefwaarde|目標値|目标值|wartość docelowa|docelowo"
        ),
        "current": (
            "aktuell|aktueller wert|aktueller stand|istwert|ist-wert|ist|stand|momentan|actual|valor actual|valeur actuelle|actuel|réel|réalisé|valor atual|"
            "atual|realizado|valore attuale|attuale|huidig|huidige waarde|huidige stand|現在値|現状|实际值|当前值|目前|wartość bieżąca|obecnie|bieżąca wartość"
        ),
        "weight": _WEIGHT,
        "owner": _OWNER,
        "start_date": "startdatum|beginn|fecha de inicio|date de début|data de início|data di inizio|begindatum|開始日|开始日期|data rozpoczęcia",
        "due_date": "fällig|fällig am|frist|termin|enddatum|zieldatum|fecha límite|fecha fin|vencimiento|échéance|date limite|date de fin|prazo|data limite|data de término|scadenza|vervaldatum|期限|截止日期|termin realizacji",
        "status": _STATUS,
        "reason": "grund|begründung|motivo|raison|razón|motivazione|reden|理由|原因|powód",
        "risk": _RISK,
        "next_step": _NEXT_STEP,
        "commit": "mindestziel|zugesagt|zusage|meta mínima|mínimo comprometido|objectif minimum",
        "stretch": "streckziel|stretch-ziel|meta ambiciosa|meta extraordinaria|objectif ambitieux",
        "lowest": "untergrenze|unterer grenzwert|mindestens halten|límite inferior|mínimo permitido|limite inférieure",
        "highest": "obergrenze|oberer grenzwert|höchstens halten|límite superior|máximo permitido|limite supérieure",
        "progress": (
            "fortschritt|zielerreichung|erfüllungsgrad|erledigt|progreso|avance|% avance|cumplimiento|logro|avancement|progression|progrès|taux de réalisation|"
            "progresso|andamento|atingimento|avanzamento|completamento|raggiungimento|voortgang|進捗|進捗率|達成率|进度|完成率|postęp|realizacja"
        ),
    },
    "check-ins": {
        "date": _DATE,
        "key_result_id": "schlüsselergebnis|resultado clave|resultado chave|resultado-chave|résultat clé|risultato chiave|kernresultaat|关键结果|kluczowy rezultat",
        "value": "wert|aktueller wert|istwert|valor|valor actual|valor atual|valeur|valeur actuelle|valore|waarde|値|数值|wartość",
        "confidence": "zuversicht|vertrauen|confianza|confiance|confiança|fiducia|vertrouwen|自信度|信心|pewność",
        "note": _NOTE,
        "risk": _RISK,
        "next_step": _NEXT_STEP,
        "by": "autor|autorin|auteur|autore|記入者|填写人|autorka",
    },
    "goal skills": {
        "objective_id": _OBJECTIVE,
        "skill": _SKILL,
        "level": _LEVEL,
        "headcount": "anzahl personen|personenzahl|personas|nombre de personnes|número de pessoas|numero di persone|aantal personen|人数|liczba osób",
        "weight": _WEIGHT,
    },
    "initiatives": {
        "key_result_id": "schlüsselergebnis|resultado clave|resultado chave|résultat clé",
        "initiative": "iniciativas|initiativen|iniciativa",
        "owner": _OWNER,
        "due_date": "fällig|frist|termin|fecha límite|fecha fin|échéance|prazo",
        "state": _STATUS,
    },
    "kpis": {
        "kpi": "indicadores|kennzahlen|indicateur",
        "team": _TEAM,
        "owner": _OWNER,
        "unit": "einheit|unidad|unité",
        "current": "aktueller wert|istwert|ist|valor actual|valeur actuelle",
        "healthy_from": "untergrenze|unterer grenzwert|límite inferior",
        "healthy_to": "obergrenze|oberer grenzwert|límite superior",
        "as_of": _DATE,
    },
    "skills": {
        "skill": _SKILL,
        "category": "kategorie|gruppe|bereich|categoría|catégorie|categoria|categorie|分類|类别|kategoria",
    },
    "roles": {
        "role": "rolle|funktion|rol|rôle|poste|função|cargo|puesto|ruolo|functie|役割|职位|岗位|rola|stanowisko",
        "skill": _SKILL,
        "required_level": "erforderliche stufe|sollstufe|zielniveau|soll|nivel requerido|niveau requis|nível exigido|livello richiesto|vereist niveau|必要レベル|要求等级|wymagany poziom",
        "weight": _WEIGHT,
    },
    "people": {
        "person_id": "personalnummer|mitarbeiternummer|matricule|matrícula|legajo|matricola|personeelsnummer|社員番号|工号|numer pracownika",
        "name": f"vollständiger name|nombre|nom|nome|naam|名前|{_PERSON}|imię i nazwisko",
        "role": "rolle|funktion|rol|rôle|poste|função|cargo|puesto|ruolo|functie|役割|职位|岗位|rola|stanowisko",
        "team": _TEAM,
        "manager": "vorgesetzter|vorgesetzte|führungskraft|jefe|gerente|responsable directo|supérieur|gestor|chefe|capo|leidinggevende|上司|上级|przełożony",
        "email": "correo|correo electrónico|courriel|adresse e-mail|メール|邮箱|posta elettronica",
    },
    "assessments": {
        "person_id": _PERSON,
        "skill": _SKILL,
        "rater_type": "bewertet von|quelle|evaluador|évaluateur|avaliador|valutatore|beoordelaar|評価者|评估人|oceniający",
        "level": f"{_LEVEL}|bewertung|evaluación|évaluation|avaliação|valutazione|beoordeling|評価|ocena",
        "date": _DATE,
        "evidence": "nachweis|evidencia|preuve|evidência|evidenza|bewijs|証拠|证据|dowód",
    },
    "certifications": {
        "person_id": _PERSON,
        "skill": _SKILL,
        "certification": "zertifikat|zertifizierung|certificado|certificación|certificat|certificação|certificato|certificazione|certificaat|資格|证书|certyfikat",
        "issued": "ausgestellt|ausgestellt am|emitido|fecha de emisión|délivré le|emitido em|rilasciato|uitgegeven|取得日|颁发日期|data wydania",
        "expires": "gültig bis|ablauf|läuft ab|vence|fecha de vencimiento|expire le|valable jusqu'au|válido até|scade|scadenza|geldig tot|有効期限|到期日期|ważny do",
    },
    "learning": {
        "person_id": _PERSON,
        "course": "kurs|schulung|curso|cours|formation|corso|formazione|cursus|opleiding|研修|课程|kurs szkoleniowy|szkolenie",
        "skill": _SKILL,
        "provider": "anbieter|proveedor|fournisseur|fornecedor|fornitore|aanbieder|dostawca",
        "progress": "fortschritt|progreso|avance|progression|avancement|progresso|voortgang|進捗|进度|postęp",
        "completed_on": "abgeschlossen am|abgeschlossen|fecha de finalización|terminé le|concluído em|completato il|afgerond op|完了日|完成日期|ukończono",
        "hours": "stunden|horas|heures|ore|uren|時間|小时|godziny",
    },
}  # fmt: skip


def words_of_heading(table: str, field: str) -> tuple[str, ...]:
    """Return the words of other languages for a column, with those of our own templates.

    >>> "zielwert" in words_of_heading("key results", "target"), words_of_heading("objectives", "id")
    (True, ('id',))
    """
    words = HEADING_WORDS.get(table, {}).get(field, "")
    others = tuple(words.split("|")) if words else ()
    return tuple(dict.fromkeys((*others, *headings_of(table, field))))
