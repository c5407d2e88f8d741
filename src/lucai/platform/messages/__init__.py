"""Messages in the app: a reading of the journal, one line per organisation told."""
