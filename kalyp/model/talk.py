"""What a talk about two ratings of one person begins with. Knows nothing of files, forms and schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kalyp.model.framework import Competency, Framework


@dataclass(frozen=True, slots=True)
class Talk:
    """How a person was rated by a framework: by themselves, and by the supervisor.

    Both by the id of the competency with the id of the level; what is not there was not rated. Ids that the framework does not
    have are passed over. `close`: the descriptors of a level follow one another in small print, to save a page.
    """

    framework: str
    own: Mapping[str, str]
    supervisor: Mapping[str, str]
    close: bool = False

    def rated(self, framework: Framework) -> list[Competency]:
        """The competencies that both have rated, in the framework's order."""
        levels = {level.id for level in framework.levels}
        return [each for each in framework.competencies() if {self.own.get(each.id), self.supervisor.get(each.id)} <= levels]

    def differing(self, framework: Framework) -> list[Competency]:
        """Those in which they differ."""
        return [each for each in self.rated(framework) if self.own[each.id] != self.supervisor[each.id]]

    def same(self, framework: Framework) -> list[Competency]:
        """Those in which they agree."""
        return [each for each in self.rated(framework) if self.own[each.id] == self.supervisor[each.id]]
