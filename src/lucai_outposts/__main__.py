"""``python -m lucai_outposts witness|keyholder``."""

import sys

from lucai_outposts.cli import main

if __name__ == "__main__":
    sys.exit(main())
