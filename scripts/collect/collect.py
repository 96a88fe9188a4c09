#!/usr/bin/env python3
"""Measure configurations of the JAHS-Bench-201 design space on Fashion-MNIST; append rows to CSV shards.

usage:
  collect.py --data DIR --out DIR --shard i/n --configs START:END --epochs E
             --fidelity N=1,W=4,Resolution=0.25 [--share 0.6] [--fidelity ... --share ...]
             [--minutes M] [--cache DIR] [--global-seed S] [--repeat R]

Worker i of n takes the configuration numbers k with k mod n = i.  Several
fidelities may be given, each with its share of the running time; the worker then
always goes on with the fidelity that is furthest behind its share, so stopping at
any moment leaves the groups in proportion.  After --minutes (or on SIGTERM or
SIGINT) the worker finishes the configuration in hand and ends.

Start the same command again to go on: configurations already in DIR are skipped.
With --repeat R >= 1 the same configurations are trained with further seeds, into
shards of their own with a column "repeat".
A configuration's rows are written in one append, so a crash loses at most the
one in hand; a torn tail is cut off on the next start.
"""
import argparse
import csv
import glob
import io
import json
import os
import platform
import signal
import sys
import time

import torch

from data import Task
from space import GLOBAL_SEED, config, parse_fidelity
from train import train

HYPER = ["N", "W", "Resolution", "Op1", "Op2", "Op3", "Op4", "Op5", "Op6", "Activation",
         "LearningRate", "WeightDecay", "Optimizer", "TrivialAugment"]
METRICS = ["FLOPS", "latency", "runtime", "size_MB", "train-acc", "valid-acc", "test-acc",
           "train-loss", "valid-loss", "test-loss", "train_s", "augment_s", "valid_s", "test_s",
           "runtime_wall", "lr", "diverged", "carried"]


def columns(repeat):
    """Of a shard's file; the first collection was measured before there were repeats, and has no such column."""
    return ["config_index", "seed", *(["repeat"] if repeat else []), *HYPER, "epoch", *METRICS]


def cell(v):
    return f"{v:.7g}" if isinstance(v, float) else str(v)


def hyper(cfg, fid):
    """The 14 hyperparameters, floats in full precision."""
    return [fid.N, fid.W, repr(fid.Resolution), *cfg.ops, cfg.activation, repr(cfg.lr), repr(cfg.wd), "SGD",
            cfg.trivial_augment]


def prefix(fid, repeat):
    return f"N{fid.N}-W{fid.W}-R{fid.Resolution}" + (f".repeat{repeat}" if repeat else "")


class Shard:
    """One CSV file, written by one worker; whole configurations only."""

    def __init__(self, path, epochs, repeat):
        self.path = path
        self.columns = columns(repeat)
        if os.path.exists(path):
            self.repair(epochs)
        else:
            self.append(",".join(self.columns) + "\n")

    def repair(self, epochs):
        """Cut the file after its last complete configuration."""
        with open(self.path, "rb") as f:
            lines = f.read().splitlines(keepends=True)
        at = keep = len(lines[0])
        e = self.columns.index("epoch")
        for line in lines[1:]:
            at += len(line)
            parts = line.decode("ascii", "replace").rstrip("\n").split(",")
            if line.endswith(b"\n") and len(parts) == len(self.columns) and parts[e] == str(epochs):
                keep = at
        if keep < at:
            print(f"cutting {at - keep} bytes of an unfinished configuration", file=sys.stderr)
            os.truncate(self.path, keep)

    def append(self, text):
        fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(fd, text.encode("ascii"))
            os.fsync(fd)
        finally:
            os.close(fd)


def finished(out, fid, epochs, repeat):
    """Configuration numbers already measured to the last epoch, by any worker."""
    done = set()
    for path in glob.glob(os.path.join(out, prefix(fid, repeat) + ".shard*.csv")):
        with open(path, newline="") as f:
            done |= {int(r["config_index"]) for r in csv.DictReader(f) if r["epoch"] == str(epochs)}
    return done


def environment():
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    return {"cpu": model, "cpus": os.cpu_count(), "python": platform.python_version(), "torch": torch.__version__,
            "threads_per_worker": torch.get_num_threads(), "nice": os.nice(0), "started": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}


def main():
    ap = argparse.ArgumentParser(description="see the head of this file")
    ap.add_argument("--data", required=True, help="folder of the four Fashion-MNIST *-ubyte.gz files")
    ap.add_argument("--out", required=True)
    ap.add_argument("--shard", default="0/1")
    ap.add_argument("--configs", required=True, help="START:END (END excluded)")
    ap.add_argument("--epochs", type=int, required=True)
    ap.add_argument("--fidelity", action="append", required=True, type=parse_fidelity)
    ap.add_argument("--share", action="append", type=float, help="one per --fidelity (default: equal)")
    ap.add_argument("--minutes", type=float, default=float("inf"))
    ap.add_argument("--cache", help="folder for the resized images (default: none)")
    ap.add_argument("--repeat", type=int, default=0, help="train with the seed of this repeat (default: 0, the configuration's own)")
    ap.add_argument("--global-seed", type=int, default=GLOBAL_SEED)
    a = ap.parse_args()
    began = time.monotonic()
    i, n = map(int, a.shard.split("/"))
    lo, hi = map(int, a.configs.split(":"))
    share = a.share or [1.0] * len(a.fidelity)
    if a.repeat < 0:
        ap.error("--repeat takes 0, 1, 2, …")
    if len(share) != len(a.fidelity) or not 0 <= i < n:
        ap.error("one --share per --fidelity, and 0 <= i < n in --shard i/n")

    stop = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: stop.append(1))
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    os.makedirs(a.out, exist_ok=True)
    with open(os.path.join(a.out, "environment.jsonl"), "a") as f:
        f.write(json.dumps({**environment(), "shard": a.shard, "epochs": a.epochs, "global_seed": a.global_seed, "repeat": a.repeat}) + "\n")

    tasks, shards, todo, used = {}, {}, {}, {f: 0.0 for f in a.fidelity}
    for f in a.fidelity:
        if f.Resolution not in tasks:
            tasks[f.Resolution] = Task(a.data, f.Resolution, a.cache)
        shards[f] = Shard(os.path.join(a.out, f"{prefix(f, a.repeat)}.shard{i}of{n}.csv"), a.epochs, a.repeat)
        done = finished(a.out, f, a.epochs, a.repeat)
        todo[f] = iter([k for k in range(lo, hi) if k % n == i and k not in done])

    weight = dict(zip(a.fidelity, share))
    while weight and not stop and time.monotonic() - began < a.minutes * 60:
        f = min(weight, key=lambda g: used[g] / weight[g])
        k = next(todo[f], None)
        if k is None:
            del weight[f]
            continue
        cfg, t = config(k, a.global_seed, a.repeat), time.monotonic()
        buf = io.StringIO()
        w = csv.writer(buf, lineterminator="\n")
        for row in train(tasks[f.Resolution], cfg, f, a.epochs):
            w.writerow([cfg.index, cfg.seed, *([a.repeat] if a.repeat else []), *hyper(cfg, f), row["epoch"], *(cell(row[m]) for m in METRICS)])
        shards[f].append(buf.getvalue())
        used[f] += time.monotonic() - t
        print(f"{time.strftime('%H:%M:%S')} {prefix(f, a.repeat)} config {k} valid-acc {row['valid-acc']:.2f} "
              f"{time.monotonic() - t:.0f} s", flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
