"""The version of okrsheets: everything that states it takes it from here, the built package too."""

VERSION = "0.2.0"
