"""Writes the answers that the tests of src/random and src/numeric compare with:

    python3 scripts/random-vectors.py [folder, default test/fixtures/random]

numpy.json: numpy's SeedSequence, Philox and Generator (needs numpy; written with 1.24, whose stream numpy keeps).
random-state.json: numpy's legacy RandomState, likewise.
exp-log-pow.json: the float64 nearest to the exact value, from decimal arithmetic with 60 digits and more.
All are the same on every run.
"""

import json
import math
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

import numpy as np


def hex_words(words):
    return [f"0x{int(word):016x}" for word in words]


# --- numpy -----------------------------------------------------------------------------------------------------

SEEDS = [0, 1, 42, 201, 2**31, 2**32 - 1, 2**32, 2**53 - 1, 2**64 - 1, 2**64, 2**127 + 12345, 2**128, 3**200]
MAX_SAFE = 2**53 - 1
RANGES = [
    (0, 1), (0, 2), (0, 3), (0, 5), (-7, 0), (1, 201), (0, 1000), (-1000, 1000), (0, 2**16), (0, 2**31 - 1),
    (0, 2**31), (0, 2**31 + 1), (0, 3 * 2**30), (-(2**31), 2**31 - 1), (0, 2**32 - 1), (0, 2**32),
    (-(2**31), 2**31), (0, 2**32 + 1), (5, 2**40), (0, 2**40), (-(2**40), 1), (0, 2**52 + 1), (0, MAX_SAFE),
    (-2**52, 2**52 + 3), (-MAX_SAFE, MAX_SAFE), (MAX_SAFE - 1, MAX_SAFE), (-MAX_SAFE, -MAX_SAFE + 5),
]  # fmt: skip


def state_of(generator):
    state = generator.bit_generator.state
    return {
        "bitGenerator": state["bit_generator"],
        "key": hex_words(state["state"]["key"]),
        "counter": hex_words(state["state"]["counter"]),
        "position": int(state["buffer_pos"]),
        "half": int(state["uinteger"]) if state["has_uint32"] else None,
    }


def make_stream(origin, bit_generator, calls):
    """Calls are [name, ...arguments]; `integers` with a third argument is that many draws, of which the last counts."""
    generator = np.random.Generator(bit_generator)
    results = []
    for name, *arguments in calls:
        if name == "random":
            results.append(generator.random())
        elif len(arguments) == 2:
            results.append(int(generator.integers(*arguments)))
        else:
            low, high, count = arguments
            results.append([int(generator.integers(low, high)) for _ in range(count)][-1])
    return {**origin, "calls": calls, "results": results, "state": state_of(generator)}


def mixed_calls(choose, count):
    calls = []
    for _ in range(count):
        if choose.random() < 0.3:
            calls.append(["random"])
        else:
            calls.append(["integers", *choose.choice(RANGES)])
    return calls


def numpy_vectors():
    choose = random.Random(1)
    streams = []
    for seed in SEEDS:
        streams.append(make_stream({"seed": str(seed)}, np.random.Philox(seed), mixed_calls(choose, 60)))
    for key in [[0, 0], [1, 0], [0, 1], [2**64 - 1, 2**64 - 1], [0x243F6A8885A308D3, 0x13198A2E03707344]]:
        bit_generator = np.random.Philox(key=np.array(key, dtype=np.uint64))
        streams.append(make_stream({"key": hex_words(key)}, bit_generator, mixed_calls(choose, 60)))
    # Every range by itself, and the ranges that reject often: half of the 32-bit draws, one in 2^11 of the 64-bit.
    for low, high in RANGES:
        calls = [["integers", low, high]] * 8
        streams.append(make_stream({"seed": "11"}, np.random.Philox(11), calls))
    calls = [["integers", 0, 2**31 + 1, 1000], ["integers", -(2**52), 2**52 + 3, 20000], ["random"]]
    streams.append(make_stream({"seed": "12"}, np.random.Philox(12), calls))

    filled = []
    for low, high in [(0, 5), (0, 1), (-3, 4), (0, 2**31 + 1), (0, 2**32), (0, 2**40)]:
        generator = np.random.Generator(np.random.Philox(5))
        values = [int(value) for value in generator.integers(low, high, size=7)]
        filled.append({"seed": "5", "low": low, "high": high, "values": values, "state": state_of(generator)})

    raw = []
    for counter in [[0, 0, 0, 0], [2**64 - 2, 0, 0, 0], [2**64 - 1] * 3 + [7], [2**64 - 1] * 4]:
        bit_generator = np.random.Philox(
            key=np.array([7, 2**63], dtype=np.uint64), counter=np.array(counter, dtype=np.uint64)
        )
        words = hex_words(bit_generator.random_raw(12))
        raw.append({"key": hex_words([7, 2**63]), "counter": hex_words(counter), "words": words})

    seed_words = [
        {"seed": str(seed), "words": [int(word) for word in np.random.SeedSequence(seed).generate_state(9)]}
        for seed in SEEDS
    ]
    return {"seedWords": seed_words, "raw": raw, "streams": streams, "filled": filled}


# --- numpy's RandomState ---------------------------------------------------------------------------------------


def legacy_state_of(state):
    bit_generator, key, position, _, _ = state.get_state()
    return {"bitGenerator": bit_generator, "key": [int(word) for word in key], "position": int(position)}


def legacy_stream(seed, calls):
    """Of a stream's end: how many words are drawn, and the state's first and last word."""
    state = np.random.RandomState(seed)
    results = []
    for name, *arguments in calls:
        if name == "random":
            results.append(state.random_sample())
        else:
            low, high, *count = arguments
            results.append([int(state.randint(low, high)) for _ in range(*count or [1])][-1])
    end = legacy_state_of(state)
    return {
        "seed": seed,
        "calls": calls,
        "results": results,
        "position": end["position"],
        "ends": [end["key"][0], end["key"][-1]],
    }


def random_state_vectors():
    choose = random.Random(3)
    seeds = [0, 1, 42, 201, 19650218, 2**31, 2**32 - 1]
    seeds += [[0], [1], [2**32 - 1, 0, 5], list(range(623)), list(range(7, 631)), list(range(1000))]
    streams = []
    for seed in seeds:
        calls = [["randint" if name == "integers" else name, *rest] for name, *rest in mixed_calls(choose, 50)]
        streams.append(legacy_stream(seed, calls))
    for low, high in RANGES:
        streams.append(legacy_stream(11, [["randint", low, high]] * 8))
    # Ranges that reject half of the draws, and enough of them to make the words anew many times.
    calls = [["randint", 0, 2**31 + 1, 5000], ["randint", -(2**52), 2**52 + 3, 2000], ["random"]]
    streams.append(legacy_stream(12, calls))
    states = [{"seed": seed, "state": legacy_state_of(np.random.RandomState(seed))} for seed in (5, [1, 2, 3])]
    return {"streams": streams, "states": states}


# --- exp, log and pow ------------------------------------------------------------------------------------------


def exact_exp(x):
    return Decimal(x).exp()


def exact_log(x):
    return Decimal(x).ln()


def exact_pow(base, exponent):
    return (Decimal(exponent) * Decimal(base).ln()).exp()


def hardness(value):
    """How near a value lies to the middle of two float64 numbers: 0 in the middle, 1/2 at a float64."""
    nearest = float(value)
    return abs(abs(value - Decimal(nearest)) / Decimal(math.ulp(nearest)) - Decimal("0.5"))


def hardest(function, arguments, count):
    getcontext().prec = 32
    return sorted(arguments, key=lambda argument: hardness(function(*argument)))[:count]


def neighbours(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def exp_log_pow_vectors():
    draw = random.Random(2)

    def uniform(low, high):
        return low + (high - low) * draw.random()

    def any_scale(low, high):
        return math.ldexp(uniform(1, 2), draw.randrange(low, high))

    exponents = [(uniform(-745, 709.7),) for _ in range(60)]
    exponents += [(sign * any_scale(-54, 0),) for _ in range(40) for sign in (-1, 1)]
    exponents += [(uniform(-745.1, -708.4),) for _ in range(40)]
    for edge in [709.782712893384, -708.3964185322641, -744.4400719213812, -745.1332191019411, 1.0, -1.0]:
        exponents += [(x,) for x in neighbours(edge)]
    exponents += [(k * math.log(2) / 2,) for k in range(-9, 10, 2)]
    exponents += hardest(exact_exp, [(uniform(-20, 20),) for _ in range(15000)], 40)
    # One of the worst cases of V. Lefevre and J.-M. Muller (Worst cases for correct rounding of the elementary
    # functions in double precision, ARITH-15, 2001).
    exponents.append((float.fromhex("0x1.9e9cbbfd6080bp-31"),))

    logarithms = [(any_scale(-1022, 1024),) for _ in range(60)]
    logarithms += [(math.ldexp(draw.randrange(1, 2**52), -1074) * 2.0 ** -draw.randrange(0, 30),) for _ in range(30)]
    logarithms += [(1 + sign * any_scale(-52, -1),) for _ in range(40) for sign in (-1, 1)]
    for edge in [1.0, 0.5, 2.0, math.sqrt(0.5), math.sqrt(2), 2.0**-1022]:
        logarithms += [(x,) for x in neighbours(edge)]
    logarithms += [(x,) for x in [5e-324, sys.float_info.max, 1e-310, 1e22, 10.0, math.e]]
    logarithms += hardest(exact_log, [(any_scale(-8, 8),) for _ in range(15000)], 40)

    powers = [(1000.0, draw.random()) for _ in range(60)]
    powers += [(any_scale(-20, 20), uniform(-30, 30)) for _ in range(40)]
    for _ in range(30):
        scale = draw.randrange(2, 53)
        powers += [(1 + any_scale(-scale, 1 - scale), sign * any_scale(0, scale + 7)) for sign in (-1, 1)]
    powers += [(2.0, -1074.0 - k / 4) for k in range(0, 8)] + [(2.0, 1024 - k / 2**43) for k in range(1, 4)]
    powers += [(0.1, uniform(307.7, 323.3)) for _ in range(20)]
    powers += [(float(base), float(k)) for base in (2, 3, 5, 10, 0.75) for k in (-7, -2, -1, 2, 3, 20, 22, 23)]
    # Exact results and exact middles, which no finite number of digits of a logarithm can tell apart from others.
    powers += [(134217729.0, 2.0), (134217731.0, 2.0), (208065.0, 3.0), (9007199254740993.0 - 2, 1.0)]
    powers += [(k * 2.0**-215, 5.0) for k in (1, 3, 5, 7, 9)]
    powers += [(float((2**26 + k) ** 2), 0.5) for k in (1, 3, 5)] + [(1.0 + 2.0**-30, 2.0), (1.0 + 3 * 2.0**-27, 2.0)]
    powers += hardest(exact_pow, [(1000.0, draw.random()) for _ in range(8000)], 40)

    getcontext().prec = 60
    answers = {
        "exp": [[x, float(exact_exp(x))] for (x,) in exponents],
        "log": [[x, float(exact_log(x))] for (x,) in logarithms if x > 0],
    }
    # For the accuracy of what is rounded: the value times 2^200, as an integer.
    getcontext().prec = 120
    moderate = [(uniform(-30, 30),) for _ in range(60)] + [(uniform(-0.35, 0.35),) for _ in range(60)]
    answers["expScaled"] = [[x, hex(int(exact_exp(x) * 2**200))] for (x,) in moderate]
    positive = [(any_scale(-30, 30),) for _ in range(60)] + [(1 + uniform(-0.29, 0.41),) for _ in range(60)]
    answers["logScaled"] = [[x, hex(int(exact_log(x) * 2**200))] for (x,) in positive]
    getcontext().prec = 400
    answers["pow"] = [[base, k, pow_answer(base, k)] for base, k in powers]
    return answers


def pow_answer(base, exponent):
    """Rounded from a fraction or a root where the power can be exact, so that a middle is one."""
    if exponent == int(exponent) and abs(exponent) <= 1100:
        return float(Fraction(base) ** int(exponent))
    if exponent == 0.5:
        return float(Decimal(base).sqrt())
    return float(exact_pow(base, exponent))


# --- files -----------------------------------------------------------------------------------------------------


def write(path, document):
    """One array element a line below the first level, so that a difference shows where it is.

    1e999 is read as Infinity and, unlike Infinity, is JSON.
    """
    parts = []
    for key, rows in document.items():
        lines = ",\n".join("    " + json.dumps(row) for row in rows)
        parts.append(f'  "{key}": [\n{lines}\n  ]')
    path.write_text("{\n" + ",\n".join(parts).replace("Infinity", "1e999") + "\n}\n")


def main():
    default = Path(__file__).parent.parent / "test" / "fixtures" / "random"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "numpy.json", numpy_vectors())
    write(folder / "random-state.json", random_state_vectors())
    write(folder / "exp-log-pow.json", exp_log_pow_vectors())


if __name__ == "__main__":
    main()
