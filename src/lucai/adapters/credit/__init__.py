"""信用中国 and the lists of serious violations."""
