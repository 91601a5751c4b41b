"""Small files as a firm has them: a letter in PDF, a photograph of sorts, a note. Made here, the same every time."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

SKY, WALL, ROOF = "#bcd7e8", "#e9e2d0", "#a2584a"


def letter(lines: Sequence[str]) -> bytes:
    """One page A4 with these lines (ISO 32000-1, the least that is a document), in Latin letters."""
    texts = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    drawn = "BT /F 12 Tf 72 760 Td 18 TL " + " ".join(f"({text}) Tj T*" for text in texts) + " ET 72 790 451 1 re f"
    stream = drawn.encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


def photograph(number: int) -> bytes:
    """A house with as many windows as the number says."""
    picture = Image.new("RGB", (640, 420), SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 330, 640, 420), fill="#7f9c6c")
    pen.rectangle((150, 170, 490, 350), fill=WALL)
    pen.polygon(((130, 170), (320, 70), (510, 170)), fill=ROOF)
    for window in range(1 + number % 4):
        left = 175 + 80 * window
        pen.rectangle((left, 210, left + 45, 260), fill="#49617a", outline="white", width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
