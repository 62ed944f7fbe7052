#!/usr/bin/env python3
"""Validates scenarios against docs/scenario.schema.json; files with a fault that a schema can see must fail.

Needs Python 3.11 and the package jsonschema.
"""

import json
import pathlib
import sys
import tomllib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What is wrong with these files is a matter of keys, types, words and ranges, and not of names or of TOML itself.
FAULTY = ["key_*", "word_*", "wrong_type", "capacity_negative", "demand_negative", "format_two",
          "recovery_above_one", "share_above_one", "number_inf", "year_word"]


def sound(validator):
    """Every scenario is valid."""
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        faults = list(validator.iter_errors(tomllib.loads(path.read_text("utf-8"))))
        yield path, faults[0].message[:200] if faults else None


def faulty(validator):
    """Every file of tests/broken with such a fault is not."""
    paths = sorted({path for name in FAULTY for path in (ROOT / "tests/broken").glob(f"{name}.toml")})
    for path in paths:
        valid = validator.is_valid(tomllib.loads(path.read_text("utf-8")))
        yield path, "it is valid, but should not be" if valid else None


def main():
    schema = json.loads((ROOT / "docs/scenario.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    wrong = 0
    for kind, results in (("valid", sound(validator)), ("refused", faulty(validator))):
        results = list(results)
        for path, fault in results:
            if fault:
                print(f"{path.relative_to(ROOT)}: {fault}")
        found = sum(fault is None for _, fault in results)
        print(f"{found} of {len(results)} files {kind}, as they should be")
        wrong += len(results) - found
        if not results:
            sys.exit("there are no files to try")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
