"""Expands a template for each case: a declaration of parameter `p`, and its value."""
import json
import pathlib
import subprocess
import sys

folder, azclc = pathlib.Path(sys.argv[1]), sys.argv[2]
folder.mkdir(parents=True, exist_ok=True)
text = {"type": "string"}
definitions = {
    "object": {"type": "object", "properties": {"a": text, "b": {"type": "int", "nullable": True}}},
    "sealed": {"type": "object", "properties": {"a": text}, "additionalProperties": False},
    "others": {"type": "object", "properties": {"a": text}, "additionalProperties": {"type": "int"}},
    "choice": {"type": "string", "allowedValues": ["x", "y"]},
    "list": {"type": "array", "items": {"$ref": "#/definitions/choice"}},
    "tuple": {"type": "array", "prefixItems": [text, {"type": "int"}], "items": False},
    "one": {"type": "object", "properties": {"k": text, "v": {"type": "int"}}},
    "two": {"type": "object", "properties": {"k": text}},
    "variant": {"type": "object", "discriminator": {"propertyName": "k", "mapping": {
        "one": {"$ref": "#/definitions/one"}, "two": {"$ref": "#/definitions/two"}}}},
    "tree": {"type": "object", "properties": {"c": {"$ref": "#/definitions/tree", "nullable": True}}},
    "optional": {"type": "string", "nullable": True},
    "circle": {"$ref": "#/definitions/circle"},
}


def ref(name, **more):
    return {"$ref": f"#/definitions/{name}", **more}


def run(title, declared, value, **template):
    resources = [] if template.pop("old", False) else {}
    version = {"languageVersion": "2.0"} if resources == {} else {}
    main = {**version, "definitions": definitions, "parameters": {"p": declared}, "resources": resources, **template}
    (folder / "main.json").write_text(json.dumps(main))
    (folder / "p.json").write_text(json.dumps({"parameters": {"p": {"value": value}}}))
    done = subprocess.run([azclc, "--expand", folder, "--parameters", folder / "p.json"], capture_output=True, text=True)
    print(f"{title}: " + ("ok" if done.returncode == 0 else done.stderr.strip().split(": ", 4)[-1]))


run("object", ref("object"), {"a": "x", "b": 1})
run("optional", ref("object"), {"a": "x", "b": None})
run("missing", ref("object"), {"b": 1})
run("wrong", ref("object"), {"a": "x", "b": "1"})
run("sealed", ref("sealed"), {"a": "x", "z": 1})
run("others", ref("others"), {"a": "x", "z": "q"})
run("allowed", ref("choice"), "z")
run("override", ref("choice", allowedValues=["z"]), "z")
run("items", ref("list"), ["x", "z"])
run("tuple", ref("tuple"), ["a"])
run("tuple2", ref("tuple"), ["a", "b"])
run("tuple3", ref("tuple"), ["a", 1, 2])
run("variant", ref("variant"), {"k": "one", "v": 1})
run("variant2", ref("variant"), {"k": "one"})
run("variant3", ref("variant"), {"k": "three"})
run("variant4", ref("variant"), {})
run("recursive", ref("tree"), {"c": {"c": 1}})
run("null", ref("optional"), None)
run("null2", text, None)
run("null3", {**text, "defaultValue": "d"}, None)
run("unknown", ref("q"), 1)
run("circle", ref("circle"), 1)
run("both", {**text, "nullable": True, "defaultValue": "d"}, "x")
run("version", {**text, "nullable": True}, "x", old=True)
run("output", text, "x", outputs={"o": {"type": "int", "value": "[parameters('p')]"}})
