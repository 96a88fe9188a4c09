"""Configurations of the collected slice: the sampled half of the JAHS-Bench-201 design space.

Configuration number k is a pure function of (global seed, k).  The generator is
NumPy's Philox (4x64, 10 rounds), a counter-based generator, with the 128-bit
key (global_seed, k), its counter starting at 0 and raised before each block.  The draws, in this order and no other, are

  1. six integers 0..4                       -> Op1 .. Op6
  2. u in [0,1)                              -> LearningRate = 1e-3 * 1000**u
  3. u in [0,1)                              -> WeightDecay  = 1e-5 * 1000**u
  4. an integer 0..2                         -> Activation
  5. an integer 0..1                         -> TrivialAugment (1 = on)
  6. an integer 0..2**32-2                   -> seed of the training run

Repeat r = 1, 2, … of configuration k is the same configuration trained with another
seed: the same key, the counter's highest 64-bit word at r, so that its blocks are never
those of the configuration; its one draw is an integer 0..2**32-2. Repeat 0 is the
configuration with its own seed.

Fidelities (N, W, Resolution, epoch) are never sampled; they come from the command
line, so configuration k is the same configuration at every fidelity.
"""
from collections import namedtuple

import numpy as np

GLOBAL_SEED = 201_2022
OPS = ("Identity", "Zero", "ConvBN3x3", "ConvBN1x1", "AvgPool")
EDGES = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4))
ACTIVATIONS = ("ReLU", "Hardswish", "Mish")

Config = namedtuple("Config", "index seed ops lr wd activation trivial_augment")
Fidelity = namedtuple("Fidelity", "N W Resolution")


def repeat_seed(k, repeat, global_seed=GLOBAL_SEED):
    """Seed of the training run of repeat r >= 1 of configuration k."""
    key = np.array([global_seed, k], dtype=np.uint64)
    counter = np.array([0, 0, 0, repeat], dtype=np.uint64)
    return int(np.random.Generator(np.random.Philox(key=key, counter=counter)).integers(0, 2**32 - 1))


def config(k, global_seed=GLOBAL_SEED, repeat=0):
    """Configuration number k (k >= 0), with the seed of the given repeat."""
    key = np.array([global_seed, k], dtype=np.uint64)
    g = np.random.Generator(np.random.Philox(key=key))
    ops = tuple(int(v) for v in g.integers(0, 5, size=6))
    lr = float(1e-3 * 1000.0 ** g.random())
    wd = float(1e-5 * 1000.0 ** g.random())
    act = ACTIVATIONS[int(g.integers(0, 3))]
    ta = bool(g.integers(0, 2))
    seed = int(g.integers(0, 2**32 - 1)) if repeat == 0 else repeat_seed(k, repeat, global_seed)
    return Config(k, seed, ops, lr, wd, act, ta)


def parse_fidelity(text):
    """'N=1,W=4,Resolution=0.25' -> Fidelity(1, 4, 0.25), refusing anything off the grid."""
    parts = dict(p.split("=", 1) for p in text.split(","))
    if set(parts) != {"N", "W", "Resolution"}:
        raise ValueError(f"a fidelity names N, W and Resolution, got {text!r}")
    f = Fidelity(int(parts["N"]), int(parts["W"]), float(parts["Resolution"]))
    if f.N not in (1, 3, 5) or f.W not in (4, 8, 16) or f.Resolution not in (0.25, 0.5, 1.0):
        raise ValueError(f"outside the design space: {f}")
    return f
