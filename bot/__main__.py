"""``python -m bot`` is ``kvalitetsbot``."""

import sys

from bot.cli import main

sys.exit(main())
