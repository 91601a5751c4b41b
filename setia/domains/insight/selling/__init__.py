"""What was sold, for whoever reckons with it: where it is read, in which process, and who may know the answers."""
