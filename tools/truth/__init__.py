"""Holds what posecoach says against what is true, and makes docs/accuracy.md of it; `tools/accuracy.py` is the command.

`outcomes` pairs the coach's attempts with the true ones, `tally` counts, `clips` reads and judges the clips,
`conditions` groups them, `true_values` computes the true value of a check's measure; the others make the page.
"""
