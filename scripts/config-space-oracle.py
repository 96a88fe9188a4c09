"""Writes the fixtures of test/fixtures/space that Python decides: ConfigSpace documents, floats and samples.

The ConfigSpace documents are literal: the fields and their order are those of ConfigSpace's own sources
(read_and_write/json.py of 0.4 to 0.6; configuration_space.py and read_and_write/dictionary.py of 1.x), the
values are the paper's Table 1, and Python's json writes the numbers. Where ConfigSpace is installed, each
document is also read by it.

Usage: python3 scripts/config-space-oracle.py   (needs numpy)
"""

import io
import json
import struct
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "space"
getcontext().prec = 60
OPS = [f"Op{i}" for i in range(1, 7)]


def up_to_0_6():
    categorical = lambda name, choices, default: {
        "name": name, "type": "categorical", "choices": choices, "default": default, "weights": None}
    log_float = lambda name, lower, upper, default: {
        "name": name, "type": "uniform_float", "log": True, "lower": lower, "upper": upper, "default": default}
    ordinal = lambda name, sequence, default: {
        "name": name, "type": "ordinal", "sequence": sequence, "default": default}
    return {
        "name": "jahs_bench_config_space",
        "hyperparameters": [
            *(categorical(op, [0, 1, 2, 3, 4], 0) for op in OPS),
            log_float("LearningRate", 1e-3, 1.0, 1e-1),
            log_float("WeightDecay", 1e-5, 1e-2, 5e-4),
            categorical("Activation", ["ReLU", "Hardswish", "Mish"], "ReLU"),
            categorical("TrivialAugment", [True, False], False),
            {"name": "Optimizer", "type": "constant", "value": "SGD"},
            ordinal("N", [1, 3, 5], 1),
            ordinal("W", [4, 8, 16], 4),
            ordinal("Resolution", [0.25, 0.5, 1.0], 1.0),
        ],
        "conditions": [],
        "forbiddens": [],
        "python_module_version": "0.4.21",
        "json_format_version": 0.4,
    }


def from_1():
    categorical = lambda name, choices, default: {
        "type": "categorical", "name": name, "choices": choices, "weights": None, "default_value": default,
        "meta": None}
    log_float = lambda name, lower, upper, default: {
        "type": "uniform_float", "name": name, "lower": lower, "upper": upper, "default_value": default,
        "log": True, "meta": None}
    ordinal = lambda name, sequence, default: {
        "type": "ordinal", "name": name, "sequence": sequence, "default_value": default, "meta": None}
    return {
        "name": "jahs_bench_config_space",
        "hyperparameters": [
            *(categorical(op, [0, 1, 2, 3, 4], 0) for op in OPS),
            log_float("LearningRate", 1e-3, 1.0, 1e-1),
            log_float("WeightDecay", 1e-5, 1e-2, 5e-4),
            categorical("Activation", ["ReLU", "Hardswish", "Mish"], "ReLU"),
            categorical("TrivialAugment", [True, False], False),
            {"type": "constant", "name": "Optimizer", "value": "SGD", "meta": None},
            ordinal("N", [1, 3, 5], 1),
            ordinal("W", [4, 8, 16], 4),
            ordinal("Resolution", [0.25, 0.5, 1.0], 1.0),
        ],
        "conditions": [],
        "forbiddens": [],
        "python_module_version": "1.2.0",
        "format_version": 0.4,
    }


def floats():
    """[bits in hexadecimal, repr] of numbers of every magnitude, both kinds of notation among them."""
    random = np.random.Generator(np.random.Philox(201))
    values = [0.0, 1.0, 0.25, 0.1, 1e-5, 1e-4, 9.999e-5, 1e15, 1e16, 123456789012345680.0]
    values += [5e-324, 1.7976931348623157e308]
    for _ in range(150):
        digits = f"{random.random():.{int(random.integers(1, 18))}e}"
        values.append(float(digits) * 10.0 ** int(random.integers(-25, 25)))
    values += [-v for v in values[1:40]]
    return [[struct.pack(">d", v).hex(), repr(v)] for v in values]


def exp(x):
    """e^x rounded once to a double; the C library's exp is not always that."""
    return float(Decimal(x).exp())


def log(x):
    """The natural logarithm rounded once to a double."""
    return float(Decimal(x).ln())


def sample(random):
    """The draws of `Space.sample` on the whole space, in its order, with numpy's own generator."""
    op = lambda: int(random.integers(0, 5))
    configuration = {name: op() for name in OPS}
    log_uniform = lambda lower, upper: exp(log(lower) + random.random() * (log(upper) - log(lower)))
    configuration["LearningRate"] = log_uniform(1e-3, 1.0)
    configuration["WeightDecay"] = log_uniform(1e-5, 1e-2)
    configuration["Activation"] = ["ReLU", "Hardswish", "Mish"][int(random.integers(0, 3))]
    configuration["TrivialAugment"] = [True, False][int(random.integers(0, 2))]
    configuration["Optimizer"] = "SGD"
    configuration["N"] = [1, 3, 5][int(random.integers(0, 3))]
    configuration["W"] = [4, 8, 16][int(random.integers(0, 3))]
    configuration["Resolution"] = [0.25, 0.5, 1.0][int(random.integers(0, 3))]
    return configuration


def samples():
    """Twenty configurations drawn one after the other, for each of a few seeds."""
    result = []
    for seed in (0, 1, 201, 2**32 + 5):
        random = np.random.Generator(np.random.Philox(seed))
        result.append({"seed": seed, "configurations": [sample(random) for _ in range(20)]})
    return result


def read_by_config_space(documents):
    try:
        import ConfigSpace
    except ImportError:
        print("ConfigSpace is not installed: its documents were not read by it")
        return
    if hasattr(ConfigSpace.ConfigurationSpace, "from_json"):
        for text in documents.values():
            print(ConfigSpace.ConfigurationSpace.from_json(io.StringIO(text)))
    else:
        from ConfigSpace.read_and_write import json as config_space_json

        print(config_space_json.read(documents["config-space-0.4.json"]))


def main():
    documents = {
        "config-space-0.4.json": json.dumps(up_to_0_6(), indent=2),
        "config-space-1.json": json.dumps(from_1(), indent=2),
    }
    read_by_config_space(documents)
    one_a_line = lambda items: "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
    documents["python-floats.json"] = one_a_line(floats())
    documents["samples.json"] = one_a_line(samples())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (FOLDER / name).write_text(text + "\n")


if __name__ == "__main__":
    main()
