"""Pictures for the guide: small enough to be kept with the text.

A screen has few colours. The browser counts them and keeps the 256 most frequent; what is
left is a picture with a palette, a quarter of the size.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUANTISE = """async (encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const {width, height} = image;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const dots = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([dot]) => dot);
  const parts = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const palette = kept.map(parts);
  const places = new Map();
  const nearest = (dot) => {
    const [r, g, b] = parts(dot);
    let best = 0, least = Infinity;
    palette.forEach(([x, y, z], place) => {
      const apart = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (apart < least) { least = apart; best = place; }
    });
    return best;
  };
  let text = "";
  for (const dot of dots) {
    if (!places.has(dot)) places.set(dot, nearest(dot));
    text += String.fromCharCode(places.get(dot));
  }
  return {width, height, palette: palette.flat(), dots: btoa(text)};
}"""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS, INDEXED = 8, 3


def smaller(browser: Browser, png: bytes) -> bytes:
    """Return the same picture with a palette of 256 colours."""
    page = browser.new_page()
    found = page.evaluate(QUANTISE, base64.b64encode(png).decode("ascii"))
    page.close()
    return _written(found)


def _written(found: dict[str, Any]) -> bytes:
    width, height = found["width"], found["height"]
    dots = base64.b64decode(found["dots"])
    # Every row begins with its filter: none, since neighbours in a palette mean nothing.
    rows = b"".join(b"\0" + dots[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, EIGHT_BITS, INDEXED, 0, 0, 0)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", bytes(found["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
