"""Settings of every test: properties draw the same examples in every run, and Ctrl-C can be tested
also where the suite itself runs in the background of a shell, which has it ignored."""

import signal

from hypothesis import settings

settings.register_profile("same every run", derandomize=True, deadline=None)
settings.load_profile("same every run")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # what is ignored, a child ignores too
    signal.signal(signal.SIGINT, signal.default_int_handler)
