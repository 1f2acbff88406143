"""The residents' page: one more way in.

 form in  ->  understood     ->  the answer's address  ->  shown          ->  logged as contact
 web/ask      bot/understand     web/sealed                web/card           web/book

What is asked comes as a form and leaves as an address that holds no words of it; what is shown at that address is
recorded once it was sent, by the same desk as in every other channel.
"""

from web.room import Room, Season
from web.site import site

__all__ = ["Room", "Season", "site"]
