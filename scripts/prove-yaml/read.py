"""Reads a JSON array of YAML texts and prints what PyYAML makes of each as JSON: one line a text, an array of one value."""
import json
import sys

import yaml


def plain(value):
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise ValueError(f"the key {key!r} is no string")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ValueError(f"{value!r} is a {type(value).__name__}")


for text in json.load(sys.stdin):
    try:
        print(json.dumps([plain(yaml.safe_load(text))]))
    except (ValueError, yaml.YAMLError) as error:
        print(json.dumps([f"refused: {error}"]))
