"""Second copies of sealed envelopes, at another organisation's."""
