"""How long the rows take."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Lengths:
    """Rounds and seconds are the user's; the rest belongs to whole and quick runs."""

    rounds: int = 3
    seconds: float = 4
    tokens: int = 8000  # a round
    starts: int = 20
    idle_seconds: int = 60
    flat_events: tuple[int, ...] = (10, 1000, 10_000)
    flat_writes: int = 3000  # a round
    world_events: int = 2500
    world_seconds: float = 5  # a step
    world_rate: float = 1000  # of the first step
    world_steps: int = 16


QUICK = Lengths(rounds=1, seconds=1, tokens=300, starts=3, idle_seconds=3, flat_events=(10, 100), flat_writes=200,
                world_events=50, world_seconds=1, world_steps=2)
