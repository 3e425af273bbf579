#!/usr/bin/env python3
"""Writes what CPython makes of literals, and how it prints values: literals.py > literals.golden.json

The file in src/test/resources was made with Python 3.11.2.
"""
import ast
import json
import random
import struct
import sys

SOURCES = [
    "{'a': 1}", '{"a": True, \'b\': None}', "[1, 2.5, -3, 'x']", "(1,)", "()", "(1, 2)", "1, 2", "((1))", "[]", "{}",
    "'it''s'", '"it\'s"', "'a\\'b\"c'", "'\\n\\t\\\\'", "'\\x41\\u00e9\\U0001F600'", "'\\q'", "r'\\n'", "'''a\nb'''",
    "'a' 'b'", "0x1F", "0o17", "0b101", "1_000", "1e5", "1E-7", ".5", "5.", "-0.0", "1e16", "1e400", "123456789012345678901234567890",
    "+3", "- 4", "[1, [2, {3: (4,)}]]", "{1: 'a', (1, 2): 'b', None: 0}", "{'a': 1, 'a': 2}", " 'x'", "# c\n[1, # d\n 2]", "'\\101'", "'\\N{BULLET}'",
    # refused
    "true", "{'a': false}", "null", "f(1)", "1 + 1", "a", "'open", "[1", "{1}}", "{'a' 1}", "{[1]: 2}", "007", "", "1 2", "[,]", "(,)", "'\\x4'",
    "'a\nb'", "0x", "1__0", "1_", "0x_1f", "0b_1", "1_.5", "1e_5", "1.5_0", "1_0e1_0", "{'a': }", "__import__('os')", "[x for x in 'a']", "-'a'", "'\\u12'",
]


def literals():
    for source in SOURCES:
        try:
            yield {"source": source, "repr": repr(ast.literal_eval(source))}
        except Exception:
            yield {"source": source}


def values():
    generator = random.Random(7)
    texts = ["", "plain", "it's", 'say "x"', "both ' and \"", "tab\t nl\n cr\r bs\\", "\x00\x1f\x7f\x80\xa0\xad", "é世界\U0001F600",
             "\u200b\u2028\ue000", "\ufeffx"]
    floats = [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 123456789012345680.0, 1e-4, 1e-5, 1.5e300, 5e-324, 1e22, 1e23, 2.5, 100.0, 3.14159]
    floats += [struct.unpack("<d", struct.pack("<Q", generator.getrandbits(64)))[0] for _ in range(400)]
    floats += [generator.uniform(-1000, 1000) for _ in range(200)] + [round(generator.uniform(0, 100), 2) for _ in range(200)]
    yield from texts
    yield from (x for x in floats if x == x and abs(x) != float("inf"))
    yield from [0, -1, 2**62, 2**63, -2**63 - 1, 10**30, True, False, None, [], {}, [None, True, 1.0, "x'"],
                {"a": {"b": [1, {"c": None}]}, "it's": "q\"", "": 1e-7}]


def main():
    json.dump({"literals": list(literals()), "values": [{"json": json.dumps(v), "repr": repr(v), "str": str(v)} for v in values()]},
              sys.stdout, ensure_ascii=True, indent=0)


if __name__ == "__main__":
    main()
