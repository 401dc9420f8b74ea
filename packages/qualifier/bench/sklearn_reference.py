#!/usr/bin/env python3
"""Times scikit-learn at what the classic strategy does: the reference of `./fairlead bench qualifier`.

    sklearn_reference.py probe
        prints {"ms": …}: a Cholesky factor and an inverse of 1,000 x 1,000, to tell how fast this OpenBLAS is.
    sklearn_reference.py measure <file> <labels> <pool> <dimension>
        <file> holds labels + pool vectors and then the labels' 0/1 answers, all as float32.
        prints {"refitMs", "scoreMs", "logMarginalLikelihood", "dims", "rssMb", "sklearn"}.

One refit is the original's: for each number of components a search from scikit-learn's default start and three
restarts, 24 in all. One score is the original's: information gain of every candidate by 100 draws.
Debian: apt-get install python3-sklearn.
"""
import json
import math
import resource
import sys
import time
import warnings

import numpy as np
import scipy.linalg
import sklearn
from sklearn.decomposition import PCA
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

DIMENSION_CHOICES = (2, 4, 6, 10, 15, 20)


def milliseconds(work):
    began = time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - began), result


def probe():
    points = np.random.RandomState(0).randn(1000, 1000)
    matrix = points @ points.T + 1000 * np.eye(1000)

    def work():
        factor = scipy.linalg.cholesky(matrix, lower=True)
        return scipy.linalg.cho_solve((factor, True), np.eye(1000))

    work()
    return {"ms": min(milliseconds(work)[0] for _ in range(5))}


def fit(vectors, answers):
    best = None
    for dims in (d for d in DIMENSION_CHOICES if d <= len(vectors) - 1):
        kernel = ConstantKernel(1.0) * RBF(length_scale=math.sqrt(dims))
        regressor = GaussianProcessRegressor(kernel, alpha=0.1, n_restarts_optimizer=3, random_state=42)
        steps = [("pca", PCA(dims, random_state=42)), ("scale", StandardScaler()), ("gp", regressor)]
        pipeline = Pipeline(steps).fit(vectors, answers)
        likelihood = regressor.log_marginal_likelihood_value_
        if best is None or likelihood > best[0]:
            best = likelihood, dims, pipeline
    return best


def entropy(p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(-p * np.log(p)) + np.nan_to_num(-(1 - p) * np.log(1 - p))


def score(pipeline, pool):
    mean, std = pipeline.predict(pool, return_std=True)
    draws = np.random.RandomState(42).randn(100)
    p = np.clip(mean[:, None] + std[:, None] * draws, 0, 1)
    return int(np.argmax(entropy(p.mean(axis=1)) - entropy(p).mean(axis=1)))


def measure(path, labels, pool, dimension):
    numbers = np.fromfile(path, dtype=np.float32)
    vectors = numbers[: (labels + pool) * dimension].reshape(labels + pool, dimension).astype(np.float64)
    answers = numbers[(labels + pool) * dimension :].astype(np.float64)
    refit_ms, (likelihood, dims, pipeline) = milliseconds(lambda: fit(vectors[:labels], answers))
    score_ms, _ = milliseconds(lambda: score(pipeline, vectors[labels:]))
    return {
        "refitMs": refit_ms,
        "scoreMs": score_ms,
        "logMarginalLikelihood": likelihood,
        "dims": dims,
        "rssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "sklearn": sklearn.__version__,
    }


def main():
    # A hyper-parameter on its bound, and no convergence in a flat corner, are ordinary here.
    warnings.simplefilter("ignore")
    command, *rest = sys.argv[1:]
    print(json.dumps(probe() if command == "probe" else measure(rest[0], *map(int, rest[1:]))))


if __name__ == "__main__":
    main()
