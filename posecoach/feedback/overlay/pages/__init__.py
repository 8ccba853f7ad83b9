"""Pages without a picture of the camera: questions, help, the summary."""
