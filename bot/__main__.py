import sys
from datetime import date
from pathlib import Path
from bot.check import check
a=sys.argv
laws=Path(a[a.index('--laws')+1]) if '--laws' in a else None
ps=check(Path('knowledge'),date.today(),laws)
print('\n'.join(map(str,ps)))
sys.exit(2 if ps else 0)
