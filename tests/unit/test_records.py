"""Records behave as frozen dataclasses with slots do."""

from __future__ import annotations

import copy
import pickle

import pytest

from envlint.records import fields, record, replace


@record
class Point:
    """Two numbers."""

    x: int
    y: int = 0

    @property
    def sum(self) -> int:
        return self.x + self.y


@record
class Lone:
    name: str


@record
class Empty:
    pass


def test_it_is_made_from_positions_names_and_defaults() -> None:
    assert Point(1) == Point(x=1) == Point(1, 0) == Point(y=0, x=1)
    assert Point(1).sum == 1


@pytest.mark.parametrize(
    ("positions", "names", "message"),
    [((), {}, "lacks x"), ((1, 2, 3), {}, "too many"), ((1,), {"x": 1}, "too many"), ((1,), {"z": 1}, "too many: z")],
)
def test_a_wrong_field_is_refused(positions: tuple[int, ...], names: dict[str, int], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Point(*positions, **names)


@pytest.mark.parametrize("positions", [(), (1, 2, 3)])
def test_a_class_of_which_many_are_made_is_the_same(positions: tuple[int, ...]) -> None:
    @record
    class Often:
        x: int
        y: int = 5

    first = Often.__init__
    made = [Often(number) for number in range(300)]
    assert Often.__init__ is not first
    assert made[299] == Often(x=299) == Often(299, 5)
    with pytest.raises(TypeError):
        Often(*positions)
    with pytest.raises(AttributeError):
        made[0].x = 2  # type: ignore[misc]


def test_equality_and_hash_are_by_value_and_by_class() -> None:
    assert Point(1, 2) != Point(2, 1)
    assert len({Point(1, 2), Point(1, 2), Lone("a"), Lone("a"), Empty(), Empty()}) == 3
    other: object = "a"
    assert Lone("a") != other


def test_it_does_not_change() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 1  # type: ignore[attr-defined]


def test_replace_and_fields() -> None:
    assert replace(Point(1, 2), y=3) == Point(1, 3)
    assert fields(Point(1)) == ("x", "y")
    assert fields("x") == ()
    with pytest.raises(TypeError):
        replace(Point(1), z=1)


def test_it_is_spelled_copied_and_pickled() -> None:
    assert repr(Point(1)) == "Point(x=1, y=0)"
    assert copy.copy(Point(1)) == pickle.loads(pickle.dumps(Point(1))) == Point(1)


def test_it_matches_by_position() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
