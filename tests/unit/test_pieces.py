"""Texts that remember where they were written."""

from __future__ import annotations

from envlint.model import Source
from envlint.pieces import Piece, cut, hole, literal, locate, replaced, span, text

SOURCE = Source("a.env", "HOST=http://one\nPATH=/ws\n")
HOST = literal("http://one", SOURCE.at(5, 15))
PATH = literal("/ws", SOURCE.at(21, 24))
URL = (HOST, PATH)


def test_text_of_several_files() -> None:
    assert text(URL) == "http://one/ws"


def test_a_part_is_located_to_the_letter() -> None:
    at = locate(URL, 7, 10)
    assert at is not None
    assert at.text == "one"


def test_a_part_over_two_places_is_located_in_the_first() -> None:
    at = locate(URL, 7, 13)
    assert at is not None
    assert at.text == "one"


def test_neighbours_are_located_together() -> None:
    at = span((literal("http", SOURCE.at(5, 9)), literal("://one", SOURCE.at(9, 15))))
    assert at is not None
    assert at.text == "http://one"


def test_an_inexact_piece_is_located_whole() -> None:
    at = locate((Piece("x\ty", SOURCE.at(5, 15), exact=False),), 2, 3)
    assert at is not None
    assert at.text == "http://one"


def test_replaced_keeps_the_rest_exact() -> None:
    changed = replaced(URL, 0, 4, "ws")
    assert text(changed) == "ws://one/ws"
    at = locate(changed, 5, 8)
    assert at is not None
    assert at.text == "one"


def test_a_hole_is_never_cut() -> None:
    assert text(cut((hole(None), PATH), 1, 4)) == "{}/w"
