"""Moving stick figures: what an exercise counts and names, shown without a camera or a person."""
