"""Everything that some pass needs, loaded at once: for the process in which passes are forked, one after the other.

A command that makes one pass loads only what that pass meets. Whatever a pass imports on demand stands here too
(`tests/acceptance/test_start_up.py`), or each forked pass would load it anew. So does what takes long to compile.
"""

# ruff: noqa: F401

import parsers.mail.message
import parsers.whole_mail
import pipeline.edges.journal.postgres_store
import pipeline.notices.documents.word_template
import pipeline.notices.holds_until
import pipeline.tracker.new_workbook.create
import scheduler.mails.one_mail
import scheduler.watch.recorded
import scheduler.whole_pass
from pipeline.intake.signs.words import compile_patterns
from pipeline.notices.wording.templates import compile_packaged

compile_patterns()
compile_packaged()
