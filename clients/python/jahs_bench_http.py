"""JAHS-Bench-201 over HTTP, with the call shape of `jahs_bench`: one file, Python's standard library alone.

    from jahs_bench_http import Benchmark

    benchmark = Benchmark(task="cifar10", url="http://127.0.0.1:8080")
    config = benchmark.sample_config(random_state=0)
    benchmark(config, nepochs=50)  # {50: {"FLOPS": …, "valid-acc": …, …}}

The service is `jahs-bench-201 serve`, or any function made with `createHandler` of jahs-bench-201/service.
Copy this file into your project. Python 3.8 or later; MIT licence.
"""

import http.client
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request

__all__ = ["Benchmark", "ServiceError"]

#: Statuses with which platforms say that another try may do: busy, restarting, no instance at hand.
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})


class ServiceError(ValueError):
    """A question that the service refused. `problem` is its document (RFC 9457): code, field, expected, actual."""

    def __init__(self, problem):
        super().__init__(problem["detail"])
        self.problem = problem
        self.code = problem["code"]
        self.status = problem["status"]


class Benchmark:
    """One task of a service.

    :param task: "cifar10", "colorectal_histology" or "fashion_mnist"
    :param url: where the service is; its paths begin behind it
    :param release: needed where the service has several releases of the task
    :param metrics: metrics that answers are cut down to; all, when left out
    :param token: bearer token, where the service demands one
    :param retries: how often a request is sent again when the network or the platform failed
    :param timeout: seconds that a try may take
    :raises LookupError: where the service does not have the task
    """

    def __init__(
        self, task="cifar10", url="http://127.0.0.1:8080", release=None, metrics=None, token=None,
        retries=4, timeout=60.0,
    ):
        self.task = task
        self._url = url.rstrip("/")
        self._token = token
        self._retries = retries
        self._timeout = timeout
        entries = self._ask("/v1/tasks")["tasks"]
        found = [e for e in entries if e["task"] == task and release in (None, e["release"])]
        if len(found) != 1:
            known = "; ".join(f"{e['release']} of {e['task']}" for e in entries) or "none"
            raise LookupError(f"{task}, release {release}: not exactly one on the service; it has {known}")
        self.release = found[0]["release"]
        self._path = found[0]["path"]
        self._metrics = None if metrics is None else list(metrics)
        unknown = set(self._metrics or ()) - set(found[0]["metrics"])
        if unknown:
            raise LookupError(f"metrics {sorted(unknown)}: not among {found[0]['metrics']}")

    def __call__(self, config, nepochs=200, full_trajectory=False):
        """What `jahs_bench.Benchmark` answers: epoch -> metric -> value.

        :raises ServiceError: for a configuration or epoch that the benchmark does not have
        """
        body = {"configuration": dict(config), "nepochs": nepochs, "fullTrajectory": full_trajectory}
        answer = self._ask(f"{self._path}/call", body)["epochs"]
        # JSON has only texts as keys.
        return {_number(epoch): self._chosen(values) for epoch, values in answer.items()}

    def sample_config(self, random_state=None):
        """A configuration as `sample_config` of `jahs_bench` draws it, with its epoch.

        An integer draws what `numpy.random.RandomState(random_state)` draws there. A `RandomState`, or anything
        else with `randint`, is asked for the seed; without one, chance decides.
        """
        if random_state is None:
            seed = random.randrange(2**32)
        elif hasattr(random_state, "randint"):
            seed = int(random_state.randint(0, 2**31 - 1))
        else:
            seed = int(random_state)
        return self._ask(f"{self._path}/sample-config?seed={seed}")["configuration"]

    def query_many(self, configs, epoch=200):
        """Many configurations at one epoch: metric -> list of values. Checked against the release's domain."""
        body = {"configurations": [dict(config) for config in configs], "epoch": epoch}
        if self._metrics is not None:
            body["metrics"] = self._metrics
        return self._ask(f"{self._path}/batch", body)["columns"]

    def grid(self, grid):
        """Every cell of a grid: {"axes": [{"name", "values"}, …], "columns": metric -> list of values}.

        :param grid: a configuration in which hyperparameters, and "epoch", may have lists of values or "all":
            those are the axes, as they are written; the last is fastest
        """
        body = {"grid": dict(grid)}
        if self._metrics is not None:
            body["metrics"] = self._metrics
        answer = self._ask(f"{self._path}/grid", body)
        return {"axes": answer["axes"], "columns": answer["columns"]}

    def optimum(self, metric, goal=None, fixed=None, constraints=None, epoch=200):
        """The best configuration there is: {"best": {"configuration", "value", …} or None, "certificate", …}.

        :param fixed: for some hyperparameters a value or a list of them; of a float a number or [lower, upper]
        :param constraints: metric -> {"atLeast": number, "atMost": number}, either or both
        :raises ServiceError: also where the search takes longer than the service gives it (`status` 408)
        """
        body = {"metric": metric, "epoch": epoch, "fixed": dict(fixed or {}), "constraints": constraints or {}}
        if goal is not None:
            body["goal"] = goal
        return self._ask(f"{self._path}/optimum", body)

    def card(self):
        """Where the release comes from, what it covers and how close it is."""
        return self._ask(f"{self._path}/card")

    def space(self):
        """The design space restricted to the release's domain, with its JSON Schema."""
        return self._ask(f"{self._path}/space")

    def _chosen(self, values):
        if self._metrics is None:
            return values
        return {name: value for name, value in values.items() if name in self._metrics}

    def _ask(self, path, body=None):
        """Answers are pure functions of the question, so that every question may be sent again."""
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                return self._send(path, body)
            except urllib.error.HTTPError as error:
                with error:
                    if last or error.code not in TRY_AGAIN:
                        raise _refusal(error) from None
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError):
                if last:
                    raise
            # Random waits: many clients that failed together do not come back together.
            time.sleep(random.uniform(0, min(10.0, 0.3 * 2**attempt)))

    def _send(self, path, body):
        headers = {"accept": "application/json"}
        if self._token is not None:
            headers["authorization"] = f"Bearer {self._token}"
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body, default=_plain).encode()
        request = urllib.request.Request(self._url + path, data, headers)
        with urllib.request.urlopen(request, timeout=self._timeout) as response:
            return json.load(response)


def _number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def _plain(value):
    """numpy's numbers and truth values, which optimisers like to draw."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a configuration holds a {type(value).__name__}")


def _refusal(error):
    try:
        problem = json.load(error)
        return ServiceError(problem) if isinstance(problem, dict) and "code" in problem else error
    except ValueError:
        return error
