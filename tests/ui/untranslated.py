"""Python source of a screen in; sentences that people would read and that no translator gets to see, out."""

import ast
import re
from collections.abc import Iterator

_NOT_SHOWN_CALLS = frozenset(
    (
        "Path", "QFont", "Tokens", "cast", "color", "compile", "decode", "encode", "endswith", "fullmatch",
        "getAxis", "hideAxis", "icon", "match", "open", "partial", "path", "picture", "pixmap", "property",
        "read_text", "removeprefix", "removesuffix", "rstrip", "setObjectName", "setProperty", "setShortcut",
        "setStyleSheet", "showAxis", "split", "startswith", "strftime", "sub", "sysconf", "take", "tr",
        "TemporaryDirectory", "TypeVar", "translate",
    )
)  # fmt: skip
"""What these are given names or formats something."""
_NOT_SHOWN_KEYWORDS = frozenset(
    (
        "disabled_color", "divide", "encoding", "form", "format", "icon", "intent", "invalid", "key", "kind",
        "message_tone", "mode", "name", "note_tone", "prefix", "role", "side", "state", "tone",
    )
)  # fmt: skip
_BESIDE_A_VALUE = re.compile(r"\{\} [a-z]{3,}|[a-z]{3,}\S? \{\}")
"""A word beside a number or a name is read by somebody; one alone is a key."""
_KEY = re.compile(r"[a-z0-9_./:#-]*|[A-Z0-9_]+|(Ctrl|Alt|Shift|Meta)\+\S*")
_STYLE = re.compile(r"[a-z]+: [a-z0-9#]+;")


def untranslated(source: str) -> list[tuple[int, str]]:
    """Line and text of each literal that looks like a sentence and is no argument of ``tr``."""
    tree = ast.parse(source)
    return [(node.lineno, _plain(node)) for node in _literals(tree, _never_shown(tree)) if _is_shown(node)]


def _literals(node: ast.AST, left_out: set[int]) -> Iterator[ast.Constant | ast.JoinedStr]:
    if id(node) in left_out:
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        if isinstance(node, ast.Constant):
            return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _literals(child, left_out)


def _never_shown(tree: ast.AST) -> set[int]:
    """Nodes that are documentation, types, keys, or names of something."""
    return {id(part) for node in ast.walk(tree) for part in _silent_parts(node)}


def _silent_parts(node: ast.AST) -> list[ast.expr]:
    found: list[ast.expr | None] = []
    match node:
        case ast.Expr(value=ast.Constant() as said):
            found = [said]
        case ast.Subscript():
            found = [node.slice]
        case ast.arg() | ast.AnnAssign():
            found = [node.annotation]
        case ast.FunctionDef():
            found = [node.returns]
        case ast.FormattedValue():
            found = [node.format_spec]
        case ast.Dict():
            found = [*node.keys]
        case ast.Set():
            found = [*node.elts]
        case ast.Compare():
            found = [part for part in (node.left, *node.comparators) if not isinstance(part, ast.Call)]
        case ast.Call():
            found = [*_names_of(node)]
    return [part for part in found if part]


def _names_of(call: ast.Call) -> list[ast.expr]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    named = [word.value for word in call.keywords if word.arg in _NOT_SHOWN_KEYWORDS]
    plain = [word for word in call.args if isinstance(word, ast.Constant | ast.JoinedStr)]
    return [*named, *plain] if called in _NOT_SHOWN_CALLS else named


def _plain(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _is_shown(node: ast.Constant | ast.JoinedStr) -> bool:
    text = _plain(node)
    bare = text.replace("{}", " ").strip()
    if not re.search("[A-Za-z]{2}", bare) or bare.startswith(("<qt", "<a ")) or _STYLE.search(bare):
        return False
    return not _KEY.fullmatch(bare) or (
        isinstance(node, ast.JoinedStr) and bool(_BESIDE_A_VALUE.search(text))
    )
