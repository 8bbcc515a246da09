"""Reads what the reporters wrote with what others wrote, and prints what it understood as JSON.

check.py json|openmetrics|junit|csv|markdown|bencher FILE
"""
import csv
import json
import pathlib
import sys

kind, path = sys.argv[1:]
text = pathlib.Path(path).read_bytes().decode("utf-8")

if kind == "json":
    import jsonschema

    root = pathlib.Path(__file__).resolve().parents[3]
    schema = json.loads((root / "results" / "schema.v2.json").read_text())
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    document = json.loads(text)
    validator(schema).validate(document)
    found = {"dialect": validator.META_SCHEMA["$schema"], "summaries": len(document["summaries"])}
elif kind == "openmetrics":
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    families = list(text_string_to_metric_families(text))
    found = {family.name: len(family.samples) for family in families}
elif kind == "junit":
    import xmlschema

    schema = xmlschema.XMLSchema(pathlib.Path(__file__).with_name("junit-10.xsd"))
    schema.validate(text)
    found = {"cases": len(schema.to_dict(text)["testsuite"][0].get("testcase", []))}
elif kind == "csv":
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    found = {"rows": len(rows), "widths": sorted({len(row) for row in rows}), "targets": sorted({row[rows[0].index("target")] for row in rows[1:]})}
elif kind == "bencher":
    import jsonschema

    # As Bencher publishes it: https://bencher.dev/bmf.json
    schema = json.loads(pathlib.Path(__file__).with_name("bmf.schema.json").read_text())
    document = json.loads(text)
    jsonschema.Draft7Validator(schema).validate(document)
    found = {name: sorted(measures) for name, measures in document.items()}
elif kind == "markdown":
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [child for token in tokens for child in (token.children or [])]
    found = {
        "rows": sum(token.type == "tr_open" for token in tokens),
        "cells": sum(token.type in ("td_open", "th_open") for token in tokens),
        "links": sum(child.type in ("link_open", "image") for child in inline),
        "html": sorted({child.content for child in inline if child.type == "html_inline"}),
    }
else:
    raise SystemExit(f"unknown kind {kind}")
print(json.dumps(found))
