"""The tree as C2SP tlog-tiles: files of up to 256 hashes, and bundles of up to 256 entries.

A tile at level L holds nodes of tree level 8·L. Full tiles never change, so they can be cached
for ever; the right edge is served as partial tiles with their width in the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import TileRefused
from lucai_trust.merkle import NodeReader, root

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
LONGEST_ENTRY: Final = 65_535
ENTRIES: Final = -1
"""The level that stands for entry bundles instead of hashes."""
_HIGHEST_LEVEL = 63


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The address of one tile; ``level`` is ``ENTRIES`` for a bundle of entries."""

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if (
            not ENTRIES <= self.level <= _HIGHEST_LEVEL
            or self.index < 0
            or not 0 < self.width <= WIDTH
        ):
            raise TileRefused(
                f"no tile has level {self.level}, index {self.index}, width {self.width}"
            )

    @property
    def path(self) -> str:
        """The path under the log's prefix, such as ``tile/0/x001/234.p/5``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_spell_index(self.index)}{partial}"


@dataclass(frozen=True, slots=True)
class WrittenTile:
    """A tile with its content, to be stored under its address."""

    tile: Tile
    content: bytes


def parse_tile_path(path: str) -> Tile:
    """Read a tile's path; only the one canonical spelling is accepted.

    Raises:
        TileRefused: this is not the path of a tile.
    """
    head, _, rest = path.removeprefix("tile/").partition("/")
    index, _, width = rest.partition(".p/")
    try:
        level = ENTRIES if head == "entries" else int(head)
        tile = Tile(
            level,
            int(index.replace("/x", "").replace("x", "").replace("/", "")),
            int(width or WIDTH),
        )
    except ValueError as error:
        raise TileRefused(f"not a tile path: {path!r}") from error
    if tile.path != path:
        raise TileRefused(f"not a tile path in its canonical spelling: {path!r}")
    return tile


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Join up to 256 entries, each behind its length as u16 big-endian."""
    if len(entries) > WIDTH:
        raise TileRefused(f"a bundle holds at most {WIDTH} entries, not {len(entries)}")
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise TileRefused(
            f"an entry of the log is at most {LONGEST_ENTRY} bytes; log its digest instead"
        )
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(content: bytes) -> list[bytes]:
    """Split a bundle into its entries."""
    entries: list[bytes] = []
    at = 0
    while at < len(content):
        begin = at + 2
        at = begin + int.from_bytes(content[at:begin], "big")
        if begin > len(content) or at > len(content):
            raise TileRefused("the bundle ends in the middle of an entry")
        entries.append(content[begin:at])
    if len(entries) > WIDTH:
        raise TileRefused(f"a bundle holds at most {WIDTH} entries, this one {len(entries)}")
    return entries


def tiles_of(size: int, *, level: int = 0) -> Iterator[Tile]:
    """Yield every tile of one level in a tree of ``size`` entries, the partial one last."""
    hashes = size >> (HEIGHT * max(level, 0))
    for index in range(hashes // WIDTH):
        yield Tile(level, index)
    if hashes % WIDTH:
        yield Tile(level, hashes // WIDTH, hashes % WIDTH)


def touched(old_size: int, new_size: int) -> Iterator[Tile]:
    """Yield every hash tile that a growth made or widened, lower levels first."""
    level, old, new = 0, old_size, new_size
    while new > old:
        for index in range(old // WIDTH, -(-new // WIDTH)):
            yield Tile(level, index, min(WIDTH, new - index * WIDTH))
        level, old, new = level + 1, old >> HEIGHT, new >> HEIGHT


def edge_tiles(size: int) -> list[Tile]:
    """Return the partial tiles at the right edge, lowest level first: what ``grow`` must be given."""
    edges: list[Tile] = []
    level, hashes = 0, size
    while hashes:
        if hashes % WIDTH:
            edges.append(Tile(level, hashes // WIDTH, hashes % WIDTH))
        level, hashes = level + 1, hashes >> HEIGHT
    return edges


def grow(size: int, edges: Mapping[int, bytes], leaves: Sequence[bytes]) -> list[WrittenTile]:
    """Append leaf hashes to a tree of ``size`` and return every tile that must now be stored.

    ``edges`` holds the content of the tiles of ``edge_tiles(size)`` by level.

    Raises:
        TileRefused: an edge is missing or does not have the width its place demands.
    """
    written: list[WrittenTile] = []
    level, hashes, added = 0, size, list(leaves)
    while added:
        edge = edges.get(level, b"")
        if len(edge) != hashes % WIDTH * DIGEST_SIZE:
            raise TileRefused(
                f"the edge tile of level {level} does not belong to a tree of {size} entries"
            )
        fresh = _cut(level, hashes // WIDTH, edge + b"".join(added))
        written.extend(fresh)
        added = [root(split(each.content)) for each in fresh if each.tile.width == WIDTH]
        level, hashes = level + 1, hashes >> HEIGHT
    return written


def split(content: bytes) -> list[bytes]:
    """Split a tile's content into its hashes."""
    if len(content) % DIGEST_SIZE:
        raise TileRefused("a tile's content is a whole number of hashes")
    return [content[at : at + DIGEST_SIZE] for at in range(0, len(content), DIGEST_SIZE)]


def nodes_in_tiles(fetch: Callable[[Tile], bytes], size: int) -> NodeReader:
    """Read complete subtrees of a tree of ``size`` entries out of its tiles.

    ``fetch`` returns the content of the tile asked for; for a partial tile it may return
    a wider one, as tlog-tiles allows.
    """

    def read(level: int, index: int) -> bytes:
        height, above = divmod(level, HEIGHT)
        first = index << above
        tile_index, offset = divmod(first, WIDTH)
        hashes = size >> (height * HEIGHT)
        width = min(WIDTH, hashes - tile_index * WIDTH)
        wanted = 1 << above
        if width < offset + wanted:
            raise TileRefused(
                f"a tree of {size} entries has no complete subtree ({level}, {index})"
            )
        content = split(fetch(Tile(height, tile_index, width)))
        if len(content) < width:
            raise TileRefused(f"tile {Tile(height, tile_index, width).path} is too short")
        return root(content[offset : offset + wanted])

    return read


def _cut(level: int, first: int, content: bytes) -> list[WrittenTile]:
    step = WIDTH * DIGEST_SIZE
    pieces = [content[at : at + step] for at in range(0, len(content), step)]
    return [
        WrittenTile(Tile(level, first + place, len(piece) // DIGEST_SIZE), piece)
        for place, piece in enumerate(pieces)
    ]


def _spell_index(index: int) -> str:
    """Spell 1234067 as ``x001/x234/067``."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
