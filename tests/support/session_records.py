"""A past session, for the tests of the history."""

from posecoach.storage.history.records import FaultRecord, RepRecord, SessionRecord, SetRecord

GOOD = RepRecord(None, 3.0, 10.25, 9.5, 0)
FAULTY = RepRecord(
    "left", 20.0, 31.0, 12.0, 1, (FaultRecord("leg_low", -14.5, "deg"), FaultRecord("knee_bent", 140.0, "deg"))
)
SESSION = SessionRecord(
    "2025-06-01T08:00:00+02:00",
    "routine",
    "0.1.0",
    600.5,
    0.93,
    0.7,
    "complete",
    3,
    2,
    sets=(
        SetRecord("bridge", 5, 10.0, (GOOD, GOOD)),
        SetRecord("bird_dog", 10, None, (FAULTY,)),
        SetRecord("press_up", None, None),
    ),
)
