"""Trials that last for other times than they did."""

from dataclasses import replace

from reports.run.topics import Topic


def lasting(topic: Topic, *lengths_ns: int) -> Topic:
    """The topic with cells whose steady phases last so long, one after the other."""
    def longer(trial, length):
        return replace(trial, phases=[replace(phase, length_ns=length) if phase is trial.steady else phase
                                      for phase in trial.phases])
    return replace(topic, cells=[replace(entry, trials=[longer(trial, length) for trial in entry.ok])
                                 for entry, length in zip(topic.cells, lengths_ns * len(topic.cells))])
