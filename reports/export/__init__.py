"""From a run directory to the formats of other programs: one file per format, entered in __main__.FORMATS."""
