"""A person as seen by the camera: landmarks, the body they form, its limbs and floor, and tracking it over time."""
