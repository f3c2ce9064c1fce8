"""What the start page of a workbook says of its formulas, in each language; the OKR menu changes it when it converts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FormulaTexts:
    """The texts of one language: for plain formulas, for our functions in a file and in Google, and the headings above."""

    plain_heading: str
    plain: str
    functions_heading: str
    functions: str
    in_google: str


FORMULA_TEXTS: Mapping[str, FormulaTexts] = {
    "en": FormulaTexts(
        "Formulas",
        "The grey cells use standard formulas of Excel, LibreOffice and Google Sheets. They update as you type, and there is "
        "nothing to install.",
        "Functions",
        "The grey cells use functions whose names begin with OKR_ and SKILL_. They come with the free okrsheets add-in "
        "for Excel, LibreOffice and Google Sheets. The file stores their results, so you can read it without the add-in. "
        "#NAME? in a grey cell means that the add-in is needed to recalculate it.",
        "The grey cells use functions whose names begin with OKR_ and SKILL_. They come with the free okrsheets script, which you "
        "add to this spreadsheet once (Extensions › Apps Script; `okrsheets addin build google` lists the steps). "
        "#NAME? in a grey cell means that the script has not been added yet.",
    ),
    "de": FormulaTexts(
        "Formeln",
        "Die grauen Zellen enthalten gewöhnliche Formeln von Excel, LibreOffice und Google Sheets. Sie rechnen bei jeder Eingabe "
        "neu, und es ist nichts zu installieren.",
        "Funktionen",
        "Die grauen Zellen verwenden Funktionen, deren Namen mit OKR_ und SKILL_ beginnen. Sie gehören zum kostenlosen Add-in "
        "okrsheets für Excel, LibreOffice und Google Sheets. Die Datei enthält ihre Ergebnisse und ist daher ohne Add-in lesbar. "
        "#NAME? in einer grauen Zelle bedeutet, dass zum Neuberechnen das Add-in nötig ist.",
        "Die grauen Zellen verwenden Funktionen, deren Namen mit OKR_ und SKILL_ beginnen. Sie gehören zum kostenlosen Skript "
        "okrsheets, das dieser Tabelle einmal hinzugefügt wird (Erweiterungen › Apps Script; `okrsheets addin build google` "
        "nennt die Schritte). #NAME? in einer grauen Zelle bedeutet, dass das Skript noch fehlt.",
    ),
    "es": FormulaTexts(
        "Fórmulas",
        "Las celdas grises usan fórmulas habituales de Excel, LibreOffice y Google Sheets. Se actualizan al escribir y no hay "
        "nada que instalar.",
        "Funciones",
        "Las celdas grises usan funciones cuyos nombres empiezan por OKR_ y SKILL_. Vienen con el complemento gratuito okrsheets "
        "para Excel, LibreOffice y Google Sheets. El archivo guarda sus resultados, de modo que se puede leer sin el complemento. "
        "#¿NOMBRE? en una celda gris significa que hace falta el complemento para recalcularla.",
        "Las celdas grises usan funciones cuyos nombres empiezan por OKR_ y SKILL_. Vienen con el script gratuito okrsheets, que "
        "se añade una vez a esta hoja de cálculo (Extensiones › Apps Script; `okrsheets addin build google` enumera los pasos). "
        "#NAME? en una celda gris significa que todavía falta el script.",
    ),
}  # fmt: skip
