"""Pickles of Python, numpy, pandas, joblib and the expected values, for test/unit/pickle: one JSON of base64.

Usage: /usr/bin/python3 scripts/pickle-oracle.py | gzip -9n > test/fixtures/pickle/vectors.json.gz
Expected values are JSON, with {"kind": …} for what JSON has not.
"""

import base64
import io
import json
import math
import pickle
import struct
from collections import OrderedDict, defaultdict

import joblib
import numpy
import pandas


class Plain:
    def __init__(self):
        self.a = 1
        self.b = [2, "drei"]

    @staticmethod
    def inner(value):
        return value


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = 1
        self.y = "zwei"


class Rows(list):
    pass


class Table(dict):
    pass


class Reduced:
    def __reduce_ex__(self, protocol):
        return Reduced, (7, "sieben"), {"state": None}


for owner in (Plain, Slotted, Rows, Table, Reduced):
    owner.__module__ = "shapes"

import sys
import types

module = types.ModuleType("shapes")
module.Plain, module.Slotted, module.Rows, module.Table, module.Reduced = Plain, Slotted, Rows, Table, Reduced
sys.modules["shapes"] = module


def plain(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"kind": "bigint", "text": str(value)}
    if isinstance(value, float):
        return {"kind": "float", "bits": struct.pack(">d", value).hex()}
    if isinstance(value, (bytes, bytearray)):
        return {"kind": "bytes", "hex": bytes(value).hex()}
    if isinstance(value, tuple):
        return {"kind": "tuple", "items": [plain(item) for item in value]}
    if isinstance(value, list) and not isinstance(value, Rows):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {"kind": "set", "items": sorted(value)}
    if isinstance(value, dict):
        return {"kind": "dict", "entries": [[plain(k), plain(v)] for k, v in value.items()]}
    raise TypeError(type(value))


def numbers(array):
    return {
        "kind": "ndarray",
        "shape": list(array.shape),
        "letter": array.dtype.kind,
        "size": array.dtype.itemsize,
        "numbers": [float(v) for v in array.flatten(order="C")] if array.dtype.kind in "biuf" else None,
    }


VALUES = {
    "none": None,
    "booleans": [True, False],
    "integers": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**31, 2**53 - 1, -(2**53 - 1), 2**64, -(2**100)],
    "floats": [0.0, -0.0, 1.5, -2.25e-300, 1e308, math.inf, -math.inf, 5e-324],
    "texts": ["", "plain", "quote ' \" \\ \n \r \t", "Grüße", "汉字 🙂", "\\u0041", "x" * 2000, "ü" * 1500],
    "nan": math.nan,
    "surrogates": ["\ud800", "x\udc00", "\udfff\u20ac" * 400, "\ud7ff\ue000"],
    "backslashes": ["\\", "\\\\u0041", "\\x\\U0001", "a\\\n\0\x1a\xff" * 200, "\\\u20ac\U0001f600" * 300],
    "long integers": [3**2000, -(3**2000), 2**53, -(2**53), 2**63, -(2**63) - 1],
    "default": defaultdict(list, {"a": [1]}),
    "bytes": [b"", b"\x00\x01\xff", b"line\nfeed", bytes(range(256)) * 8],
    "bytearray": bytearray(b"\x00abc\xff\n"),
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "nested": [[[], [1, [2, [3]]]], {"a": {"b": {"c": (None, {})}}}],
    "dicts": {"text": 1, 2: "int", (1, 2): "tuple", None: None, True: "bool"},
    "sets": [{1, 2, 3}, frozenset({4, 5}), set()],
    "ordered": OrderedDict([("z", 1), ("a", 2)]),
    "many": list(range(3000)),
    "manyKeys": {f"key{i}": i for i in range(2000)},
}

OBJECTS = {
    "plain": Plain(),
    "slotted": Slotted(),
    "rows": Rows([1, 2, 3]),
    "class": Plain,
    "method": Plain.inner,
    "table": Table(k=1),
    "reduced": Reduced(),
    "slice": slice(1, 10, 2),
    "complex": complex(1, -2),
}

ARRAYS = {
    **{code: numpy.arange(1, 7).astype(code).reshape(2, 3) for code in "i1 i2 i4 i8 u1 u2 u4 u8 f4 f8".split()},
    **{f"big {code}": numpy.arange(1, 7).astype(f">{code}") for code in "i2 i4 i8 f4 f8".split()},
    "bool": numpy.array([True, False, True]),
    "fortran": numpy.asfortranarray(numpy.arange(12.0).reshape(3, 4)),
    "cube": numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)),
    "empty": numpy.zeros((0, 3)),
    "scalar array": numpy.array(2.5),
    "not contiguous": numpy.arange(20, dtype="i4").reshape(4, 5)[::2, 1::2],
    "big fortran": numpy.asfortranarray(numpy.arange(6).reshape(2, 3).astype(">i4")),
    "bool fortran": numpy.asfortranarray([[True, False], [False, False]]),
    "unsigned": numpy.array([2**53 - 1, 0], dtype="u8"),
}

# Sound arrays of which no numbers are read, and integers that no double holds.
UNREAD = {code: numpy.array([0, 1, 2]).astype(code) for code in "f2 c16 S3 U3 M8[D] m8[s]".split()}
UNREAD["records"] = numpy.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")])
EXTREMES = numpy.array([2**63 - 1, -(2**63), 2**53 + 1, 0])
OBJECT_ARRAYS = {
    "objects": numpy.array([["a", 1], [None, "d"], ["e", 2]], dtype=object),
    "fortran objects": numpy.asfortranarray(numpy.array([["a", 1], [None, "d"], ["e", 2]], dtype=object)),
    "no objects": numpy.array([], dtype=object),
}
FRAMES = {
    "range": pandas.RangeIndex(0, 6, 2),
    "multi": pandas.MultiIndex.from_product([["a", "b"], [1, 2]]),
    "series": pandas.Series([1.5, 2.5], index=["x", "y"], name="s"),
    "frame": pandas.DataFrame({"a": [1, 2], "b": ["u", "v"]}),
}


def cycle():
    """A list and a dict that hold each other, and the list itself."""
    knot = [1]
    knot += [knot, {"knot": knot}]
    return knot


SCALARS = {
    "float32": numpy.float32(1.5),
    "float64": numpy.float64(-2.25),
    "int64": numpy.int64(-7),
    "uint8": numpy.uint8(200),
    "bool": numpy.bool_(True),
}


def encode(data):
    return base64.b64encode(data).decode()


def streams(value, protocol):
    yield "pickle", pickle.dumps(value, protocol)
    out = io.BytesIO()
    joblib.dump(value, out, protocol=protocol)
    yield "joblib", out.getvalue()


vectors = []
for protocol in range(6):
    for name, value in VALUES.items():
        vectors.append(["value", name, protocol, "pickle", encode(pickle.dumps(value, protocol)), None])
    for name, value in OBJECTS.items():
        if protocol < 2 and name == "slotted":
            continue
        vectors.append(["object", name, protocol, "pickle", encode(pickle.dumps(value, protocol)), None])
    for name, array in ARRAYS.items():
        for kind, data in streams(array, protocol):
            vectors.append(["array", name, protocol, kind, encode(data), None])
    for name, value in SCALARS.items():
        vectors.append(["scalar", name, protocol, "pickle", encode(pickle.dumps(value, protocol)), None])
    objects = numpy.array(["a", None, 3], dtype=object)
    for kind, data in streams([objects, numpy.arange(3), objects], protocol):
        vectors.append(["objects", "object array", protocol, kind, encode(data), None])
    for kind, data in streams([EXTREMES, *UNREAD.values()], protocol):
        vectors.append(["unread", "unread arrays", protocol, kind, encode(data), None])
    for kind, data in streams(list(OBJECT_ARRAYS.values()), protocol):
        vectors.append(["object arrays", "object arrays", protocol, kind, encode(data), None])
    for name, value in FRAMES.items():
        for kind, data in streams([value, "end"], protocol):
            vectors.append(["frame", name, protocol, kind, encode(data), None])
    vectors.append(["cycle", "a cycle", protocol, "pickle", encode(pickle.dumps(cycle(), protocol)), None])
    index = pandas.Index(["x", "y"], name="names")
    for kind, data in streams(index, protocol):
        vectors.append(["index", "index", protocol, kind, encode(data), None])

expected = {
    "value": {name: plain(value) for name, value in VALUES.items()},
    "array": {name: numbers(value) for name, value in ARRAYS.items()},
    "unread": [array.dtype.kind for array in UNREAD.values()],
    "extremes": [str(value) for value in EXTREMES],
    "scalar": {name: value.item() for name, value in SCALARS.items()},
}
versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "pandas": pandas.__version__, "joblib": joblib.__version__}
json.dump({"versions": versions, "expected": expected, "vectors": [v[:5] for v in vectors]}, sys.stdout, separators=(",", ":"))
