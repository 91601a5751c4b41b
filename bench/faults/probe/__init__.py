"""An app that only the fault runs load: it leaves a trace of every reaction and of every step of a long job."""
