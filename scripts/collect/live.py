#!/usr/bin/env python3
"""Train one configuration and tell what was measured, a line of JSON an epoch: what `kind: "live"` starts.

usage:
  live.py --data DIR [--cache DIR] < request

Standard input is one line, {"configuration": {...}, "seed": S, "epochs": E}, and then stays open for as long as
the caller lives: its end ends this process at once, so that no training outlives who asked for it.
Standard output: {"images": I, "of": J} while it trains, images trained on or evaluated so far and in all, and
{"row": {...}} after every epoch, the columns of the shards in full precision, NaN as null.
"""
import argparse
import json
import math
import os
import signal
import sys
import threading


def request():
    """The first line, byte by byte buffered here: what follows is for the thread that waits for the end."""
    text = b""
    while not text.endswith(b"\n"):
        piece = os.read(0, 65536)
        if not piece:
            sys.exit("no request on standard input")
        text += piece
    return json.loads(text)


def end_with_caller():
    while os.read(0, 65536):
        pass
    os._exit(1)


def tell(value):
    print(json.dumps(value, allow_nan=False), flush=True)


def main():
    ap = argparse.ArgumentParser(description="see the head of this file")
    ap.add_argument("--data", required=True, help="folder of the four Fashion-MNIST *-ubyte.gz files")
    ap.add_argument("--cache", help="folder for the resized images (default: none)")
    a = ap.parse_args()
    # Ctrl-C reaches the whole group of processes; what ends this one is the caller.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = request()
    threading.Thread(target=end_with_caller, daemon=True).start()

    # They take seconds, in which the caller may end, too.
    import torch

    from data import Task
    from space import Config, Fidelity
    from train import train

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    c, epochs = asked["configuration"], asked["epochs"]
    cfg = Config(None, asked["seed"], tuple(c[f"Op{i}"] for i in range(1, 7)), c["LearningRate"], c["WeightDecay"],
                 c["Activation"], c["TrivialAugment"])
    fid = Fidelity(c["N"], c["W"], c["Resolution"])
    task = Task(a.data, fid.Resolution, a.cache)
    of = epochs * sum(len(part[0]) for part in (task.train, task.valid, task.test))
    done = 0

    def seen(images):
        nonlocal done
        done += images
        tell({"images": done, "of": of})

    for row in train(task, cfg, fid, epochs, seen):
        tell({"row": {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}})


if __name__ == "__main__":
    main()
