#!/usr/bin/env python3
"""Validates JSON documents against a JSON schema, offline, using only the standard library.

    validate-json.py SCHEMA DOCUMENT...

Prints each finding as `file: /json/pointer: message` (`/` alone is the whole document) and exits
with 1, or prints `N documents valid` and exits with 0. Exit code 2 means an error in the arguments,
the files or the schema. Draft-04 and draft-06 schemas are treated as draft-07, so 1.0 is an integer.
The whole schema is checked first: unsupported keywords are errors, and so are assertions beside
`$ref`, which draft-07 ignores. Stricter than draft-07: `format` is checked, and duplicate keys are
rejected.
"""
import functools
import json
import re
import sys
from urllib.parse import unquote

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
         "number": (int, float), "integer": int}
SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*:"
URI_TEXT = r"(?:[\w\-.~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*"
FORMATS = {
    "uri": f"{SCHEME}{URI_TEXT}(#{URI_TEXT})?",
    "uri-reference": f"(?:{SCHEME}|(?![^/?#]*:)){URI_TEXT}(#{URI_TEXT})?",
    "date-time": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T"
                 r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
}


def is_type(value, names):
    return any(isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
               for name in (names if isinstance(names, list) else [names]))


@functools.cache
def regex(pattern):
    """Python's `$` also matches before a final newline; the `$` of a schema does not."""
    parts = r"\\.|\[(?:\\.|[^\]\\])*\]|\$"
    return re.compile(re.sub(parts, lambda m: r"\Z" if m[0] == "$" else m[0], pattern), re.A)


def text_of(value):
    """A text that is the same for equal values. `load` has unified 1 and 1.0."""
    return json.dumps(value, sort_keys=True)


COMPARISONS = {  # keyword -> the type it applies to, the condition, the message if it fails
    "type": (None, is_type, "{v} is not of type {a}"),
    "enum": (None, lambda v, a: text_of(v) in map(text_of, a), "{v} is not one of {a}"),
    "const": (None, lambda v, a: text_of(v) == text_of(a), "{v} is not {a}"),
    "minimum": ("number", lambda v, a: v >= a, "{v} is less than {a}"),
    "maximum": ("number", lambda v, a: v <= a, "{v} is more than {a}"),
    "minLength": ("string", lambda v, a: len(v) >= a, "{v} is shorter than {a}"),
    "pattern": ("string", lambda v, a: regex(a).search(v), "{v} does not match {a}"),
    "format": ("string", lambda v, a: re.fullmatch(FORMATS[a], v, re.A), "{v} is not a valid {a}"),
    "minItems": ("array", lambda v, a: len(v) >= a, "has fewer than {a} items"),
    "maxItems": ("array", lambda v, a: len(v) <= a, "has more than {a} items"),
    "uniqueItems": ("array", lambda v, a: not a or len({*map(text_of, v)}) == len(v),
                    "the items are not unique"),
}
HOLDERS = {  # keyword whose argument contains schemas -> how to list them by name
    **dict.fromkeys(("definitions", "properties", "patternProperties", "dependencies"), dict.items),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), enumerate),
    **dict.fromkeys(("items", "additionalProperties", "not"), lambda schema: [("", schema)]),
}
ANNOTATIONS = {"$schema", "$id", "id", "$comment", "title", "description", "default", "examples"}
KEYWORDS = {*ANNOTATIONS, *COMPARISONS, *HOLDERS, "required", "$ref"}
SUPPORTED = {  # keyword with partly supported arguments -> whether an argument is supported
    "$ref": re.compile("#(/|$)").match,
    "$schema": re.compile("https?://json-schema.org/draft-0[467]/schema#?$").match,
    "type": lambda a: {*(a if isinstance(a, list) else [a])} <= {*TYPES},
    "format": FORMATS.__contains__,
    "pattern": regex,
    "patternProperties": lambda a: all(map(regex, a)),
    **dict.fromkeys(("required", "enum", "allOf", "anyOf", "oneOf"),
                    lambda a: is_type(a, "array")),
    **dict.fromkeys(("minimum", "maximum", "minLength", "minItems", "maxItems"),
                    lambda a: is_type(a, "number")),
}


def resolve(root, reference):
    for name in unquote(reference).split("/")[1:]:
        name = name.replace("~1", "/").replace("~0", "~")
        root = root[int(name) if isinstance(root, list) else name]
    return root


def problems(root, schema, at="#"):
    """Yields (place, message) for everything in `schema` that `findings` would not apply as intended."""
    if not isinstance(schema, (dict, bool)):
        yield at, "not a schema"
    for keyword, argument in schema.items() if isinstance(schema, dict) else ():
        here = f"{at}/{keyword}"
        try:
            if keyword not in KEYWORDS:
                yield here, "unsupported keyword"
            elif keyword in SUPPORTED and not SUPPORTED[keyword](argument):
                yield here, f"{text_of(argument)} is not supported"
            elif keyword == "$ref":
                resolve(root, argument)
                if {*schema} - ANNOTATIONS - {"$ref", "definitions"}:
                    yield here, "draft-07 ignores the other keywords next to `$ref`"
            for name, child in HOLDERS.get(keyword, lambda _: ())(argument):
                if not (keyword == "dependencies" and isinstance(child, list)):
                    yield from problems(root, child, f"{here}/{name}".rstrip("/"))
        except (LookupError, TypeError, ValueError, re.error) as error:
            yield here, f"{type(error).__name__}: {error}"


def findings(root, schema, value, at=""):
    """Yields (pointer, message) for each violation of `schema` in `value`."""
    if schema is False:
        yield at, "no value is allowed here"
    if isinstance(schema, bool):
        return
    if "$ref" in schema:
        yield from findings(root, resolve(root, schema["$ref"]), value, at)
        return
    for keyword, (looks_at, holds, message) in COMPARISONS.items():
        concerned = keyword in schema and (looks_at is None or is_type(value, looks_at))
        if concerned and not holds(value, schema[keyword]):
            yield at, message.format(v=text_of(value)[:80], a=text_of(schema[keyword]))
    if isinstance(value, dict):
        yield from findings_in_object(root, schema, value, at)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from findings(root, schema.get("items", True), item, f"{at}/{index}")
    for part in schema.get("allOf", ()):
        yield from findings(root, part, value, at)
    for keyword in ("anyOf", "oneOf"):
        first = [next(findings(root, part, value, at), None) for part in schema.get(keyword, ())]
        if first and None not in first:
            yield at, f"{keyword}: " + ", or ".join(text if here == at else f"{text} ({here})"
                                                    for here, text in first)
        elif keyword == "oneOf" and first.count(None) > 1:
            yield at, f"oneOf: {first.count(None)} alternatives match instead of one"
    if "not" in schema and not any(findings(root, schema["not"], value, at)):
        yield at, f"must not match {text_of(schema['not'])}"


def findings_in_object(root, schema, value, at):
    for name in schema.get("required", ()):
        if name not in value:
            yield at, f"property '{name}' is missing"
    for name, item in value.items():
        rules = [schema["properties"][name]] if name in schema.get("properties", {}) else []
        rules += [rule for pattern, rule in schema.get("patternProperties", {}).items()
                  if regex(pattern).search(name)]
        if not rules and schema.get("additionalProperties") is False:
            yield at, f"property '{name}' is not allowed"
        for rule in rules or [schema.get("additionalProperties") or True]:
            here = f"{at}/" + name.replace("~", "~0").replace("/", "~1")
            yield from findings(root, rule, item, here)
    for name, rule in schema.get("dependencies", {}).items():
        if name in value:
            rule = {"required": rule} if is_type(rule, "array") else rule
            yield from findings(root, rule, value, at)


def load(path):
    def unique(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError(f"duplicate key among {sorted(name for name, _ in pairs)}")
        return dict(pairs)

    def number(text):
        return int(float(text)) if float(text).is_integer() else float(text)

    with open(path, encoding="utf-8") as file:  # int() rejects NaN and Infinity
        return json.load(file, object_pairs_hook=unique, parse_float=number, parse_constant=int)


def main(schema_path, *documents):
    schema = load(schema_path)
    refused = [f"{at}: {message}" for at, message in problems(schema, schema)]
    if refused:
        raise ValueError("; ".join(refused))
    lines = []
    for path in documents:
        try:
            found = findings(schema, schema, load(path))
        except ValueError as error:
            found = [("", f"not JSON: {error}")]
        lines += [f"{path}: {pointer or '/'}: {message}" for pointer, message in found]
    print(*lines or [f"{len(documents)} documents valid"], sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    failure = "usage: validate-json.py SCHEMA DOCUMENT..."
    try:
        if len(sys.argv) > 2:
            sys.exit(main(*sys.argv[1:]))
    except ValueError as error:
        failure = f"{sys.argv[1]}: error: {error}"
    except (OSError, RecursionError) as error:
        failure = f"validate-json.py: error: {error}"
    print(failure, file=sys.stderr)
    sys.exit(2)
