"""Verifies without this project that a log has only grown between two of its signed heads.

    python3 verify_consistency.py OLD NEW KEY --tiles FOLDER

OLD and NEW are checkpoints as the office publishes them; FOLDER is what it has published, or a
copy, with the tiles of the tree; KEY is its note verifier key, name+hash+base64. Ends with 0 if the
records of OLD are the first ones of NEW; with 1 if that is not shown.

It shows how little is needed: the tiles are the hashes of the log's records, 256 in a file
(C2SP tlog-tiles). Nothing is believed of them: the root that is made of the first records must be
the one that OLD has signed, and the root of all of them that of NEW.
"""

import argparse
import os
import sys

from verify_receipt import Key, NotProven, check, check_origin, sha256, verify_checkpoint

WIDTH = 256
HASH = 32


def tile_file(folder, index, width):
    """tile/0/<N>, and of fewer than 256 hashes tile/0/<N>.p/<W>; N in groups of three digits."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    name = "/".join(groups) + ("" if width == WIDTH else f".p/{width}")
    return os.path.join(folder, "tile", "0", name)


def tile(folder, index, width):
    """The first hashes of a tile; a later head may have published it wider."""
    for wider in range(width, WIDTH + 1):
        try:
            with open(tile_file(folder, index, wider), "rb") as file:
                data = file.read()
        except FileNotFoundError:
            continue
        check(len(data) == wider * HASH, f"tile {index} has another length")
        return data[: width * HASH]
    raise NotProven(f"there is no tile {index} that is wide enough")


def leaves_of(folder, size):
    """The hashes of the first records."""
    for index in range((size + WIDTH - 1) // WIDTH):
        data = tile(folder, index, min(WIDTH, size - index * WIDTH))
        yield from (data[at : at + HASH] for at in range(0, len(data), HASH))


def roots_of(leaves, sizes):
    """The root (RFC 9162, section 2.1.1) of the first leaves, for each of the sizes."""
    peaks, roots = [], {}  # of complete subtrees: [leaves, hash], the largest first
    for count, leaf in enumerate(leaves, 1):
        peaks.append((1, leaf))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (width, left), (_, right) = peaks[-2:]
            peaks[-2:] = [(2 * width, sha256(b"\1", left, right))]
        if count in sizes:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = sha256(b"\1", left, root)
            roots[count] = root
    return roots


def verify_consistency(old, new, key, folder):
    """Both checkpoints as text; the origin and both sizes, or NotProven."""
    (origin, before, old_root), (other, after, new_root) = (
        verify_checkpoint(note, key) for note in (old, new)
    )
    check_origin(origin, key)
    check(origin == other, f"the old head is of {origin}, the new one of {other}")
    check(0 < before <= after, f"the log shrank from {before} records to {after}")
    if before == after:
        check(old_root == new_root, f"the log was forked: two roots of {before} records")
        return origin, before, after
    roots = roots_of(leaves_of(folder, after), {before, after})
    check(roots[after] == new_root, "the tiles do not come to the root of the new head")
    check(roots[before] == old_root, "the log was forked: the old head is no beginning of the new")
    return origin, before, after


def text_of(path):
    # Line ends as they are: they were signed.
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("key")
    parser.add_argument("--tiles", required=True)
    given = parser.parse_args()
    try:
        heads = text_of(given.old), text_of(given.new)
        origin, before, after = verify_consistency(*heads, Key(given.key), given.tiles)
    except (NotProven, OSError, ValueError, KeyError, IndexError, TypeError) as fault:
        print(f"not consistent: {fault}", file=sys.stderr)
        return 1
    print(f"consistent: the first {before} of {after} records are those of the old head, {origin}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
