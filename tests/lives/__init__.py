"""Property tests of whole lives: anybody tries anything at any time."""
