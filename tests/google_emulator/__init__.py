"""Google without Google: a server that answers as the Sheets, Drive and Apps Script APIs do.

On its own: `python -m tests.google_emulator --port 0 --credentials FILE`. In a test:

    with Emulator(seed=1) as google:
        folder = google.folder("Teams")
        plan = google.spreadsheet("Shop", {"Objectives": [["Title"], ["Sell more"]]}, parent=folder)
        client = gspread.service_account_from_dict(google.credentials)
        google.turn(client.http_client.session)                      # https://… goes to the emulator
        google.faults.add("429", times=2, where="values:batchGet", retry_after=1)
        google.before("values:batchUpdate", lambda: google.write(plan, "'Objectives'!A2", [["Theirs"]]))
        client.open_by_key(plan).sheet1.get_all_values()
        google.count("values.get"), google.count(writing=True), google.requests[-1].status

Quote a sheet's title in a range, as in `'Q1'!A1`: without quotes `Q1` is a cell.
"""

from .adapter import ToEmulator, mount
from .emulator import Emulator
from .faults import Fault, Faults
from .request import Seen

__all__ = ["Emulator", "Fault", "Faults", "Seen", "ToEmulator", "mount"]
