"""What schemathesis also looks for when it asks as somebody who sees only their own."""

from __future__ import annotations

import schemathesis

from setia.faces.api.tests.fuzzing.asking import no_row_of_anothers

schemathesis.check(no_row_of_anothers)
