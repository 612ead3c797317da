"""When a pass runs and who starts it: the command line, the worker, the pass itself and the demonstration."""
