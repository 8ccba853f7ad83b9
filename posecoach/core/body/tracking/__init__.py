"""What is learnt of a body over time: who it is, how it moves, how the picture and the floor lie."""
