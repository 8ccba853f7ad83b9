"""The exercises: one file each, and `registry`, the table of all.

`plugins` and `packages` bring in those of other packages; `declaration` and `field_types` find the mistakes in how one
is written; `description` puts one into words. `simulation` makes moving figures of an exercise's example poses, and
`testing` is the test that an author runs on them.
"""

from posecoach.exercises.registry import EXERCISES

__all__ = ["EXERCISES"]
