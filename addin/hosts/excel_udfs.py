"""The name by which add-ins and workbooks made before version 0.2 call the functions in Excel; they still do.

VBA that lies in a user's `.xlam` or `.xlsm` names this module, so it must stay importable and be the same module.
"""

import sys

from .excel import udfs

sys.modules[__name__] = udfs
