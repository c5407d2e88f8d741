"""The clause library: every clause there is, with the objects and methods it holds for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from lucai.kernel.errors import NotFound
from lucai.law.citations import Citation
from lucai.law.methods import method
from lucai.stages.trade.documents.blanks import CHAPTER_ORDER, Clause, blank, codes
from lucai.stages.trade.documents.composing import LIBRARY, TEMPLATE, optional_clauses
from lucai.stages.trade.documents.wording import OBJECT_KINDS

METHODS = (
    "open", "invited", "consultation", "negotiation", "inquiry", "single_source",
    "framework_closed",
)  # fmt: skip
FRAMEWORK = "framework_closed"
"""Its templates are read by who writes a framework's plan; works have none (110号令 art 3)."""
NEEDS = {"must": "必备", "may": "可不采用", "library": "可选"}


@dataclass(slots=True)
class LibraryClause:
    """One clause of the library: its chapter, and where a document finds it."""

    clause: Clause
    chapter: str
    chapter_title: str
    origin: str
    objects: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What addresses and revisions call it."""
        return self.clause.key

    @property
    def href(self) -> str:
        """Its page."""
        return f"/clauses/{self.key}/"

    @property
    def need(self) -> str:
        """Whether a document must hold it: a key of :data:`NEEDS`."""
        if self.origin == LIBRARY:
            return "library"
        return "must" if self.clause.must else "may"

    @property
    def need_label(self) -> str:
        """The same in words."""
        return NEEDS[self.need]

    @property
    def object_labels(self) -> str:
        """The objects it holds for, in words."""
        return "、".join(OBJECT_KINDS[kind] for kind in self.objects)

    @property
    def method_labels(self) -> str:
        """The methods it holds for, in words."""
        every = len(self.methods) == len(METHODS)
        return "全部方式" if every else "、".join(method(key).label for key in self.methods)

    def matches(self, words: str) -> bool:
        """Whether every word stands in its name, its text or its articles."""
        cites = " ".join(Citation.parse(cite).label for cite in self.clause.basis)
        told = f"{self.clause.heading} {self.clause.text} {cites} {' '.join(self.clause.basis)}"
        return all(word in told for word in words.split())


def has_template(code: str, spoken: str) -> bool:
    """Whether there is a template of an object in a method's words."""
    return spoken != FRAMEWORK or blank(code).object_kind in method(FRAMEWORK).objects


@cache
def library() -> dict[str, LibraryClause]:
    """Return the whole library by key, in the order of a document."""
    found: dict[str, LibraryClause] = {}
    for code in codes():
        for spoken in METHODS:
            if not has_template(code, spoken):
                continue
            _gather(found, code, spoken)
    titles = {chapter.key: chapter.title for chapter in blank(codes()[0]).chapters}
    for one in optional_clauses().values():
        found[one.clause.key] = LibraryClause(
            one.clause,
            one.chapter,
            titles[one.chapter],
            LIBRARY,
            list(one.objects or OBJECT_KINDS),
            [spoken for spoken in METHODS if not one.methods or spoken in one.methods],
        )
    ordered = sorted(found.values(), key=lambda one: CHAPTER_ORDER.index(one.chapter))
    return {one.key: one for one in ordered}


def library_clause(key: str) -> LibraryClause:
    """Return one clause.

    Raises:
        NotFound: the library has none of that key.
    """
    found = library().get(key)
    if found is None:
        raise NotFound("条款库中没有这一条。")
    return found


def searched(
    *,
    words: str = "",
    object_kind: str = "",
    method_key: str = "",
    need: str = "",
    chapter: str = "",
) -> list[LibraryClause]:
    """Return the clauses that fit every filter given."""
    return [
        one
        for one in library().values()
        if (not words or one.matches(words))
        and (not object_kind or object_kind in one.objects)
        and (not method_key or method_key in one.methods)
        and (not need or need == one.need)
        and (not chapter or chapter == one.chapter)
    ]


def _gather(found: dict[str, LibraryClause], code: str, spoken: str) -> None:
    kind = blank(code).object_kind
    for chapter in blank(code, spoken).chapters:
        for clause in chapter.clauses:
            one = found.setdefault(
                clause.key,
                LibraryClause(
                    clause, chapter.key, blank(code).chapter(chapter.key).title, TEMPLATE
                ),
            )
            if kind not in one.objects:
                one.objects.append(kind)
            if spoken not in one.methods:
                one.methods.append(spoken)
