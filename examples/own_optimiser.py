"""An optimiser of your own in Python's standard library, in a study that `jahs-bench-201 ask-tell` runs.

    python3 examples/own_optimiser.py npx jahs-bench-201 ask-tell --task cifar10 --seeds 3 --budget 20

Lines of JSON go both ways: {"ask": id} is answered with {"configuration": {...}}, {"tell": {...}} says what came
of it. This one keeps most of the best configuration so far, and draws the rest anew.
"""

import json
import math
import random
import subprocess
import sys


def draw(hyperparameter, generator):
    kind = hyperparameter["kind"]
    if kind == "constant":
        return hyperparameter["value"]
    if kind == "float":
        low, high = hyperparameter["lower"], hyperparameter["upper"]
        if not hyperparameter["log"]:
            return generator.uniform(low, high)
        return min(high, max(low, math.exp(generator.uniform(math.log(low), math.log(high)))))
    return generator.choice(hyperparameter["values"])


class KeepMost:
    def __init__(self, hyperparameters, seed):
        self.hyperparameters = hyperparameters
        self.generator = random.Random(seed)
        self.asked = {}
        self.best = (-math.inf, None)

    def ask(self, trial):
        configuration = {h["name"]: draw(h, self.generator) for h in self.hyperparameters}
        for name, value in (self.best[1] or {}).items():
            if self.generator.random() < 0.8:
                configuration[name] = value
        self.asked[trial] = configuration
        return configuration

    def tell(self, trial, values):
        if values[0] > self.best[0]:
            self.best = (values[0], self.asked[trial])


def main(command):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        optimiser = None
        for line in process.stdout:
            message = json.loads(line)
            if "run" in message:
                run = message["run"]
                optimiser = KeepMost(run["hyperparameters"], run["seed"])
            elif "ask" in message:
                answer = {"configuration": optimiser.ask(message["ask"])}
                process.stdin.write(json.dumps(answer) + "\n")
                process.stdin.flush()
            elif "tell" in message:
                optimiser.tell(message["tell"]["id"], message["tell"]["values"])
            elif "end" in message:
                end = message["end"]
                print(f"seed {end['seed']}: {optimiser.best[0]:.2f} % after {end['numEvaluations']} evaluations")
            elif "error" in message:
                sys.exit(message["error"]["message"])
    return process.returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: own_optimiser.py npx jahs-bench-201 ask-tell --task cifar10 --seeds 3 --budget 20")
    sys.exit(main(sys.argv[1:]))
