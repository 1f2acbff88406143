r"""Mingbai: legal answers for a township, counted honestly.

The flow, one module a step::

     message in  ->  understood  ->  answered  ->  logged as contact  ->  counted  ->  reported
     handlers/ask    understand      answer        ledger                 count        report
                \__________________ desk: the flow on one screen __________________/

Every update is written to the inbox before Telegram is told that it arrived; its contact is recorded and its
inbox row removed in one transaction.  A crash repeats a reply at worst.
"""

import os

# Before numpy is loaded anywhere: a question is too small to be shared among threads, which wait for one another by spinning.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
