"""How camera and person are placed, and whether the picture is upright."""
