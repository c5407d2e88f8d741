"""``python -m lucai_trust.verifier``."""

import sys

from lucai_trust.verifier.cli import main

sys.exit(main())
