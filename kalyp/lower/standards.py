"""Standards and rubrics → core blocks. (Nothing yet, so that content with these blocks can be checked.)"""

from __future__ import annotations

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context
from kalyp.model import blocks as rich
from kalyp.model.core import Block


@lower_block.register(rich.Standards)
@lower_block.register(rich.Appraisal)
@lower_block.register(rich.Rubric)
@lower_block.register(rich.Alignments)
@lower_block.register(rich.FillTable)
def _(block: rich.Standards, edition: Context) -> list[Block]:
    return []
