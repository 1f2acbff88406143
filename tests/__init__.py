"""The tests.  What they share is in conftest and in the files beside it."""

import os

# The tests themselves run on every core.  Threads that wait for one another by spinning would take the time of other tests;
# numpy looks at this when it is first imported.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
