"""Finding every module, function and table of the house, for the tests that ask them all."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType

import lucai


def modules_named(*names: str) -> Iterator[ModuleType]:
    """Import and yield each module of ``lucai`` one of whose path's parts has one of the names."""
    for found in pkgutil.walk_packages(lucai.__path__, "lucai."):
        if set(names) & set(found.name.split(".")):
            yield importlib.import_module(found.name)


def public_functions(*names: str) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield (dotted name, function) for the public functions of such modules."""
    for module in modules_named(*names):
        for name, function in vars(module).items():
            own = getattr(function, "__module__", "") == module.__name__
            if own and isinstance(inspect.unwrap(function), FunctionType) and name[0] != "_":
                yield f"{module.__name__}.{name}", function
