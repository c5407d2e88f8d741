"""Tiles: the paths and contents of C2SP tlog-tiles, and proofs made from them alone."""

import pytest

from lucai_trust import (
    ENTRIES,
    Tile,
    TileRefused,
    consistency_proof,
    edge_tiles,
    encode_bundle,
    grow,
    inclusion_proof,
    leaf_hash,
    nodes_in_tiles,
    parse_bundle,
    parse_tile_path,
    root,
    root_of_nodes,
    split,
    tiles_of,
    touched,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(70_000)]


class Shelf:
    """A store of tiles that grows as a log does."""

    def __init__(self) -> None:
        self.size = 0
        self.tiles: dict[Tile, bytes] = {}

    def append(self, leaves: list[bytes]) -> None:
        edges = {tile.level: self.tiles[tile] for tile in edge_tiles(self.size)}
        grown = grow(self.size, edges, leaves)
        assert [each.tile for each in grown] == list(touched(self.size, self.size + len(leaves)))
        self.tiles.update({each.tile: each.content for each in grown})
        self.size += len(leaves)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    shelf = Shelf()
    for step in (1, 254, 1, 1, 300, 0, 65_000, 4_443):
        shelf.append(LEAVES[shelf.size : shelf.size + step])
    return shelf


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(2, 5, 17), "tile/2/005.p/17"),
        (Tile(ENTRIES, 1_234, 1), "tile/entries/x001/234.p/1"),
    ],
)
def test_a_tile_has_one_path_and_is_read_from_it(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/00/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/x/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "0/000",
        "tile/0",
        "",
    ],
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(TileRefused):
        parse_tile_path(path)


def test_a_bundle_gives_back_its_entries() -> None:
    entries = [b"", b"a", "鲁采".encode(), b"x" * 65_535]
    assert encode_bundle(entries[:2]) == b"\0\0\0\1a"
    assert parse_bundle(encode_bundle(entries)) == entries
    assert parse_bundle(b"") == []


@pytest.mark.parametrize("content", [b"\0", b"\0\2a", b"\0\1ab", b"\xff\xff"])
def test_a_truncated_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(TileRefused, match="middle"):
        parse_bundle(content)


def test_a_bundle_or_entry_too_large_is_refused() -> None:
    with pytest.raises(TileRefused, match="256"):
        encode_bundle([b""] * 257)
    with pytest.raises(TileRefused, match="256"):
        parse_bundle(b"\0\0" * 257)
    with pytest.raises(TileRefused, match="65535"):
        encode_bundle([b"x" * 65_536])


def test_a_tile_that_cannot_be_is_refused() -> None:
    for level, index, width in ((-2, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)):
        with pytest.raises(TileRefused):
            Tile(level, index, width)


def test_grown_in_any_steps_the_shelf_holds_every_tile_of_its_tree(shelf: Shelf) -> None:
    expected = [tile for level in range(3) for tile in tiles_of(shelf.size, level=level)]
    assert set(expected) <= set(shelf.tiles)
    assert len(expected) == 274 + 2 + 1
    assert list(tiles_of(512)) == [Tile(0, 0), Tile(0, 1)]
    assert list(tiles_of(300, level=ENTRIES)) == [Tile(ENTRIES, 0), Tile(ENTRIES, 1, 44)]
    once = Shelf()
    once.append(LEAVES)
    assert all(once.tiles[tile] == shelf.tiles[tile] for tile in expected)


def test_a_tree_of_full_tiles_has_no_edge_below() -> None:
    assert edge_tiles(0) == []
    assert edge_tiles(512) == [Tile(1, 0, 2)]
    assert edge_tiles(65_536 + 1) == [Tile(0, 256, 1), Tile(2, 0, 1)]


def test_roots_and_proofs_come_out_of_the_tiles_alone(shelf: Shelf) -> None:
    read = nodes_in_tiles(shelf.tiles.__getitem__, shelf.size)
    head = root(LEAVES)
    assert root_of_nodes(read, shelf.size) == head
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        assert verify_inclusion(
            LEAVES[index], index, shelf.size, inclusion_proof(read, index, shelf.size), head
        )
    for old_size in (1, 256, 557, 65_557, 70_000):
        proof = consistency_proof(read, old_size, shelf.size)
        assert verify_consistency(old_size, shelf.size, proof, root(LEAVES[:old_size]), head)


def test_a_subtree_beyond_the_tree_is_refused(shelf: Shelf) -> None:
    read = nodes_in_tiles(shelf.tiles.__getitem__, shelf.size)
    with pytest.raises(TileRefused, match="no complete subtree"):
        read(0, shelf.size)
    with pytest.raises(TileRefused, match="no complete subtree"):
        read(4, shelf.size >> 4)


def test_a_tile_shorter_than_its_place_is_refused() -> None:
    read = nodes_in_tiles(lambda _: LEAVES[0], 2)
    with pytest.raises(TileRefused, match="too short"):
        read(0, 1)


def test_a_wrong_or_missing_edge_stops_the_growth() -> None:
    with pytest.raises(TileRefused, match="level 0"):
        grow(3, {}, LEAVES[:1])
    with pytest.raises(TileRefused, match="level 1"):
        grow(256 + 255, {0: b"".join(LEAVES[:255])}, LEAVES[:1])
    with pytest.raises(TileRefused, match="level 0"):
        grow(0, {0: LEAVES[0]}, LEAVES[:1])


def test_half_a_hash_is_no_tile() -> None:
    with pytest.raises(TileRefused, match="whole number"):
        split(bytes(33))
