"""Where a pydantic location leads in the model: the class there and the keys that it knows."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from kalyp.model.blocks import RichBlock


def model_at(model: type[BaseModel], steps: tuple[int | str, ...]) -> Any:
    """The annotation that `steps` lead to from `model`, bare of `Annotated`; None when they lead nowhere."""
    here: Any = model
    for step in steps:
        here = _step(_bare(here), step)
    return _bare(here)


def written_steps(model: type[BaseModel], steps: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The steps that stand in the file: pydantic's locations also hold the tag of a union's member."""
    here: Any = model
    written = []
    for step in steps:
        here = _bare(here)
        if get_origin(here) not in (Union, UnionType):
            written.append(step)
        here = _step(here, step)
    return tuple(written)


def known_keys(model: type[BaseModel], steps: tuple[int | str, ...]) -> list[str]:
    """The keys of the mapping that holds the key at the end of `steps`."""
    owner = model_at(model, steps[:-1])
    return list(owner.model_fields) if isinstance(owner, type) and issubclass(owner, BaseModel) else []


def block_kinds() -> list[str]:
    """The kinds of rich blocks, as editors write them."""
    return [_tag(member) for member in get_args(_bare(RichBlock))]


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        if len(members) == 1:
            return _bare(members[0])
    return annotation


def _step(here: Any, step: int | str) -> Any:
    origin = get_origin(here)
    if origin is list:
        return get_args(here)[0]
    if origin is dict:
        return get_args(here)[1]
    if origin in (Union, UnionType):  # a tagged union: the step is the member's tag
        return next((member for member in get_args(here) if _tag(member) == step), None)
    if isinstance(here, type) and issubclass(here, BaseModel) and not issubclass(here, RootModel):
        found = here.model_fields.get(str(step))
        return None if found is None else found.annotation
    return None


def _tag(member: Any) -> str:
    block = getattr(member, "model_fields", {}).get("block")
    if block is None or get_origin(block.annotation) is not Literal:
        return ""
    return str(get_args(block.annotation)[0])
