"""The admin's desk on the web: what the bot's commands for admins do, on pages.

one-time link  ->  who, and what they may  ->  looked at, done      ->  by the same functions as the commands
web/desk/door      web/desk/guard              web/desk/addresses       bot/flows, bot/ledger, bot/report
"""

from web.desk.addresses import desk
from web.desk.door import link
from web.desk.means import Means

__all__ = ["Means", "desk", "link"]
