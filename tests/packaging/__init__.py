"""What is shipped around the program: the image and the job."""
