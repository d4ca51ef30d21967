"""A result cut into the parts a view may disclose one by one, and put together again.

`headline` is for everybody, `stages` for a customer, `processes` and `derivation` for who may see amounts. Exact
fractions stand only in the latter: "p/q" of a sum tells more about its terms than any printed decimal. Cutting loses
nothing: `join_result` gives back the very result, digest included.

A salt of 128 bits inside a part keeps withheld numbers from being guessed against their digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from carnet.canonical import canonical_bytes
from carnet.exchange.pack_manifest import ManifestError, read_object

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT = "salt"
SALT_BYTES = 16
EXACT = "exact"

HEADLINE = (
    "study", "regime", "legal_date", "known_date", "declared_unit", "figure", "reading", "presentation", "issuable",
    "blocked_by", "accepted", "assumed", "missing", "plan", "recipe",
)  # fmt: skip
STAGES = ("direct", "indirect", "by_stage", "by_gas")
# Digests of confidential things without a salt: whoever knows all amounts but one could try that one out.
_RECIPE_APART = "study"
_PDF_COMMENT = b"\n%carnet-salt "

Json = dict[str, object]


def split_result(result: Mapping[str, object], derivation: Mapping[str, object]) -> dict[str, Json]:
    """Cut a result.

    Returns:
        ``headline`` and ``processes``, and where there is a figure ``stages`` and ``derivation``.
    """
    exact: Json = {}
    headline = {name: _without_exact(result[name], f"/{name}", exact) for name in HEADLINE if name in result}
    stages = {name: _without_exact(result[name], f"/{name}", exact) for name in STAGES if name in result}
    processes: Json = {name: value for name, value in result.items() if name not in {*HEADLINE, *STAGES}}
    recipe = headline.get("recipe")
    if isinstance(recipe, dict) and _RECIPE_APART in recipe:
        processes["recipe"] = {_RECIPE_APART: recipe.pop(_RECIPE_APART)}
    parts: dict[str, Json] = {"headline": headline, "processes": {**processes, EXACT: exact}}
    if derivation:
        parts["stages"] = stages
        parts["derivation"] = dict(derivation)
    return parts


def join_result(parts: Mapping[str, Mapping[str, object]]) -> Json:
    """Put a result together from its salted or unsalted parts; without figure there are no stages.

    Raises:
        KeyError, TypeError, ValueError, IndexError: the parts are not those of a result.
    """
    processes = {name: value for name, value in parts["processes"].items() if name not in {SALT, EXACT, "recipe"}}
    empty: Json = {"direct": None, "indirect": None, "by_stage": [], "by_gas": []}
    stages = {name: value for name, value in parts.get("stages", empty).items() if name != SALT}
    joined = cast("Json", _copy({**parts["headline"], **stages, **processes}))
    apart = parts["processes"].get("recipe")
    if isinstance(apart, dict):
        cast("Json", joined["recipe"]).update(apart)
    _put_back(joined, cast("Json", parts["processes"][EXACT]))
    return joined


def split_bridge(bridge: Mapping[str, object]) -> tuple[Json, Json]:
    """Cut a bridge into what is printed and its exact fractions by JSON Pointer."""
    exact: Json = {}
    printed = {name: _without_exact(value, f"/{name}", exact) for name, value in bridge.items()}
    return printed, {EXACT: exact}


def join_bridge(printed: Mapping[str, object], exact: Mapping[str, object]) -> Json:
    """Put a bridge together again.

    Raises:
        KeyError, TypeError, ValueError, IndexError: the parts are not those of a bridge.
    """
    joined = cast("Json", _copy({name: value for name, value in printed.items() if name != SALT}))
    _put_back(joined, cast("Json", exact[EXACT]))
    return joined


def _is_exact(name: str) -> bool:
    return name == EXACT or name.endswith(f"_{EXACT}")


def _without_exact(value: object, pointer: str, exact: Json) -> object:
    if isinstance(value, dict):
        kept = {}
        for name, item in value.items():
            if _is_exact(name):
                exact[f"{pointer}/{name}"] = item
            else:
                kept[name] = _without_exact(item, f"{pointer}/{name}", exact)
        return kept
    if isinstance(value, list | tuple):
        return [_without_exact(item, f"{pointer}/{index}", exact) for index, item in enumerate(value)]
    return value


def _put_back(joined: Json, exact: Mapping[str, object]) -> None:
    for pointer, value in exact.items():
        *path, name = pointer.split("/")[1:]
        here: object = joined
        for token in path:
            here = here[int(token)] if isinstance(here, list) else cast("Json", here)[token]
        cast("Json", here)[name] = value


def _copy(value: object) -> object:
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value


# ── salts ────────────────────────────────────────────────────────────────────────────────────────


def salted_json(content: Mapping[str, object], salt: bytes) -> bytes:
    """Return canonical JSON with the salt as its top-level field ``salt``.

    Raises:
        ValueError: the salt has not 16 bytes, or the content has a field of that name.
    """
    if SALT in content:
        message = "the content has a field named salt"
        raise ValueError(message)
    return canonical_bytes({**content, SALT: _checked(salt).hex()})


def salted_pdf(document: bytes, salt: bytes) -> bytes:
    """Return the PDF with the salt in a comment behind its last line, where no reader looks for content."""
    return document + _PDF_COMMENT + _checked(salt).hex().encode() + b"\n"


def unsalted_pdf(document: bytes) -> bytes:
    """Return the PDF as the report wrote it."""
    return document.rpartition(_PDF_COMMENT)[0] or document


def _checked(salt: bytes) -> bytes:
    if len(salt) != SALT_BYTES:
        message = f"a salt has {SALT_BYTES} bytes"
        raise ValueError(message)
    return salt


def read_salted(data: bytes) -> tuple[Json, bytes]:
    """Return the content of a salted part, and its salt.

    Raises:
        ManifestError: no canonical JSON object, or without a salt.
    """
    found = read_object(data)
    salt = found.pop(SALT, None)
    if not isinstance(salt, str) or len(salt) != 2 * SALT_BYTES:
        raise ManifestError(zh="没有盐值", en="it has no salt")
    try:
        raw = bytes.fromhex(salt)
    except ValueError as error:
        raise ManifestError(zh="盐值不合格式", en="its salt has the wrong form") from error
    return found, raw
