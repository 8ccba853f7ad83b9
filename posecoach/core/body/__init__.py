"""What is seen of a person: landmarks, the body they make, its limbs and floor; and how to follow one over time."""
