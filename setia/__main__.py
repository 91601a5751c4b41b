"""`python -m setia` is the command `setia`."""

import sys

from setia.faces.cli.main import main

sys.exit(main())
