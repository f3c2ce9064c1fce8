"""Google without Google: a server that answers as the Sheets, Drive and Apps Script APIs do.

`with Emulator() as google:` in a test, `python -m tests.google_emulator --port 0 --credentials FILE` on its own.
"""

from .adapter import ToEmulator, mount
from .emulator import Emulator
from .faults import Fault, Faults
from .request import Seen

__all__ = ["Emulator", "Fault", "Faults", "Seen", "ToEmulator", "mount"]
