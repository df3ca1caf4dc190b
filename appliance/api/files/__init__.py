"""Files over HTTP: how they come in, and who may fetch them in which form."""
