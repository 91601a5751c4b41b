"""How fast address cards come in, go out again, and are taken back.

python -m bench.cards [--rows 10000] [--database postgresql]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.exchange import installation, measured, people, size


def write_cards(path: Path, rows: int) -> Path:
    from setia.kit.exchange.cards.writing import written_card

    with path.open("wb") as file:
        for first, last, email, phone, city, _country, _yes, notes in people(rows, 2, employers=False):
            cells = {"kind": "person", "first_name": first, "last_name": last, "email": email, "city": city,
                     "note": notes, "further": f"phone/work: {phone}" if phone else ""}  # fmt: skip
            file.write(written_card(cells))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with installation(asked.database) as folder:
        from setia.foundation.access import system
        from setia.kit import exchange
        from setia.kit.lists import Listing
        from setia.kit.resources import registry

        by = system("cli")
        path = write_cards(folder / "people.vcf", asked.rows)
        run = measured("judge cards", asked.rows, lambda: exchange.receive_file(path, by))
        run = measured("import cards", asked.rows, lambda: exchange.import_now(run, by))
        listing = Listing(registry["people"], by)
        measured("export cards", run.new, lambda: size(exchange.card_chunks(listing)))
        measured("undo", run.new, lambda: exchange.undo_import(run, by))


if __name__ == "__main__":
    main()
