"""The numbers that the gate goes by, apart from what computes with them: a command line knows them, too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Numbers that the gate goes by. `power` is that of the minimum detectable effect."""

    screen_blocks: int = 10
    confirm_blocks: int = 20
    screen_p: float = 0.05
    confirm_p: float = 0.01
    power: float = 0.8
    least_blocks: int = 6
    """Under six blocks no 95 % interval exists, and nothing is said about a cell."""

    @property
    def least_confirm_blocks(self) -> int:
        """Half of what was planned; a confirmation that lost more did not happen."""
        return self.confirm_blocks // 2
