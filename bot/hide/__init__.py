"""What leaves the office: figures under 5 hidden, and enough others that nothing printed gives them away.

A figure that is too small, and one that would give it away, reads ``＊``.  From what is printed each hidden figure of
contacts could have at least five different values, so that nobody can even tell which ones were small.
"""

from bot.hide.corrected import HIDDEN
from bot.hide.nests import Nest, nests
from bot.hide.published import for_the_office, hide, published

__all__ = ["HIDDEN", "Nest", "for_the_office", "hide", "nests", "published"]
