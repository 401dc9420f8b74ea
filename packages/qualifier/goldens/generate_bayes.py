#!/usr/bin/env python3
"""Writes bayes-<n>.golden.json: the Bayesian strategy by a second, independent implementation in numpy.

Run with Debian's python3-sklearn: /usr/bin/python3 goldens/generate_bayes.py [folder]
The numbers here were made with numpy 1.24.2. It knows one form of everything (d x d, explicit inverses,
Newton from the prior's mean) where the strategy has two and warm starts.

The data sets are made from synthetic_data() of generate.py by choosing and copying, which test/bayes-data.ts
does alike: keep them in step.
"""
import json
import math
import pathlib
import sys

import numpy as np
from generate import DIMENSIONS, synthetic_data

SIZES = (2, 10, 50, 100, 200, 400)
QUERIES = 20
VARIANCES = (1.0, 4.0, 16.0, 64.0)
FIRST_VARIANCE = 4.0
COSINE_MEAN, COSINE_VARIANCE = 1.0, 1.0
BIAS_MEAN, BIAS_VARIANCE = -1.5, 1.5**2
SLOPE_DEVIATION, INTERCEPT_DEVIATION, SLOPE_FLOOR = 0.5, 1.0, 0.05


def plain(n):
    vectors, labels = synthetic_data(2000 + n, n + QUERIES)
    return vectors, labels, np.ones(len(labels)), objective(2500 + n)


def rare(n):
    """Every third yes only."""
    vectors, labels = synthetic_data(3000 + n, 3 * (n + QUERIES))
    kept, yeses = [], 0
    for i, label in enumerate(labels):
        yeses += label
        if not label or yeses % 3 == 1:
            kept.append(i)
    kept = kept[: n + QUERIES]
    return vectors[kept], labels[kept], np.ones(len(kept)), objective(3500 + n)


def twins(n):
    """Every fifth vector is the one before; every fourth label weighs twice; no objective."""
    vectors, labels = synthetic_data(4000 + n, n + QUERIES)
    for i in range(4, len(vectors), 5):
        vectors[i] = vectors[i - 1]
    weights = np.array([2.0 if i % 4 == 3 else 1.0 for i in range(len(labels))])
    return vectors, labels, weights, None


def objective(seed):
    """The direction of the yeses among twelve others."""
    vectors, labels = synthetic_data(seed, 12)
    total = [0.0] * DIMENSIONS
    for vector, label in zip(vectors, labels):
        if label:
            total = [a + float(b) for a, b in zip(total, vector)]
    squares = 0.0
    for value in total:
        squares += value * value
    norm = math.sqrt(squares)
    return np.array([value / norm for value in total], dtype=np.float32)


def featurise(vectors, target):
    """Directions from the mean of all rows, standardised cosines if there is an objective, and ones."""
    points = vectors.astype(np.float64)
    centred = points - points.mean(axis=0)
    blocks = [centred / np.linalg.norm(centred, axis=1, keepdims=True)]
    cosine = None
    if target is not None:
        goal = target.astype(np.float64)
        cosines = points @ goal / np.linalg.norm(points, axis=1) / np.linalg.norm(goal)
        cosine = {"mean": float(cosines.mean()), "scale": float(cosines.std())}
        blocks.append(((cosines - cosines.mean()) / cosines.std())[:, None])
    blocks.append(np.ones((len(points), 1)))
    return np.hstack(blocks), cosine


def prior(columns, variance, has_objective):
    means, variances = np.zeros(columns), np.full(columns, variance)
    if has_objective:
        means[-2], variances[-2] = COSINE_MEAN, COSINE_VARIANCE
    means[-1], variances[-1] = BIAS_MEAN, BIAS_VARIANCE
    return means, variances


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Fit:
    def __init__(self, x, y, weights, variance, has_objective):
        means, variances = prior(x.shape[1], variance, has_objective)
        beta = means.copy()
        value = self.log_posterior(x, y, weights, means, variances, beta)
        for _ in range(100):
            q = sigmoid(x @ beta)
            gradient = x.T @ (weights * (y - q)) - (beta - means) / variances
            hessian = np.diag(1 / variances) + (x.T * (weights * q * (1 - q))) @ x
            step = np.linalg.solve(hessian, gradient)
            share = 1.0
            while np.abs(step).max() > 1e-6:
                proposed = self.log_posterior(x, y, weights, means, variances, beta + share * step)
                if proposed >= value or share < 1e-8:
                    value = proposed
                    break
                share /= 2
            beta = beta + share * step
            if np.abs(step).max() < 1e-15:
                break
        self.x, self.y, self.weights, self.beta, self.variance = x, y, weights, beta, variance
        q = sigmoid(x @ beta)
        hessian = np.diag(1 / variances) + (x.T * (weights * q * (1 - q))) @ x
        self.covariance = np.linalg.inv(hessian)
        _, log_determinant = np.linalg.slogdet(hessian)
        log_joint = self.log_posterior(x, y, weights, means, variances, beta)
        self.log_evidence = log_joint - 0.5 * (log_determinant + np.log(variances).sum())

    @staticmethod
    def log_posterior(x, y, weights, means, variances, beta):
        f = x @ beta
        likelihood = -(weights * (y * np.logaddexp(0, -f) + (1 - y) * np.logaddexp(0, f))).sum()
        return likelihood - 0.5 * ((beta - means) ** 2 / variances).sum()

    def latents(self, x):
        return x @ self.beta, np.einsum("ij,jk,ik->i", x, self.covariance, x)

    def held_out_scores(self):
        f, v = self.latents(self.x)
        q = sigmoid(f)
        rest = 1 - self.weights * q * (1 - q) * v
        return moderate(f - v * self.weights * (self.y - q) / rest, v / rest)

    def learn(self, x, y, weight):
        """One more example: the exact mode along its direction, then a rank-one update."""
        direction = self.covariance @ x
        f, v = x @ self.beta, x @ direction
        low, high = -weight, weight
        for _ in range(200):
            middle = (low + high) / 2
            if weight * (y - sigmoid(f + v * middle)) > middle:
                low = middle
            else:
                high = middle
        gain = (low + high) / 2
        q = sigmoid(f + v * gain)
        bend = weight * q * (1 - q)
        self.beta = self.beta + gain * direction
        self.covariance = self.covariance - bend / (1 + bend * v) * np.outer(direction, direction)


def moderate(mean, variance):
    return mean / np.sqrt(1 + math.pi / 8 * variance)


def calibrate(scores, y, weights):
    def ascend(at, free):
        for _ in range(200):
            q = sigmoid(at[0] * scores + at[1])
            design = np.vstack([scores, np.ones_like(scores)])
            precision = np.array([1 / SLOPE_DEVIATION**2, 1 / INTERCEPT_DEVIATION**2])
            gradient = design @ (weights * (y - q)) - precision * (at - np.array([1.0, 0.0]))
            hessian = np.diag(precision) + (design * (weights * q * (1 - q))) @ design.T
            step = np.linalg.solve(hessian, gradient) if free else np.array([0.0, gradient[1] / hessian[1, 1]])
            # Short of the end half a step is always safe enough here.
            at = at + (step if np.abs(step).max() < 0.1 else 0.5 * step)
            if np.abs(step).max() < 1e-15:
                break
        return at

    free = ascend(np.array([1.0, 0.0]), True)
    return free if free[0] >= SLOPE_FLOOR else ascend(np.array([SLOPE_FLOOR, 0.0]), False)


def refit_points(n):
    points, at = [], 1
    while at <= n:
        points.append(at)
        at = at + 1 if at < 30 else math.floor(at * 1.06 + 0.5)
    return points


def choice_points(n):
    refits, points, at = refit_points(2 * n + 30), [], 8
    while at <= n:
        points.append(at)
        at = next(point for point in refits if point >= at * 1.3)
    return points


def choose(x, y, weights, has_objective):
    fits = [Fit(x, y, weights, variance, has_objective) for variance in VARIANCES]
    best = fits[0]
    for fit in fits[1:]:
        if fit.log_evidence > best.log_evidence:
            best = fit
    return fits, best


def floats(values):
    return [float(value) for value in values]


def golden(n, make):
    vectors, labels, weights, target = make(n)
    features, cosine = featurise(vectors, target)
    x, y, w, queries = features[:n], labels[:n].astype(float), weights[:n], features[n:]
    has_objective = target is not None
    fits, best = choose(x, y, w, has_objective)
    scores = best.held_out_scores()
    slope, intercept = calibrate(scores, y, w)
    means, variances = best.latents(queries)
    return {
        "name": make.__name__,
        "positives": int(y.sum()),
        "cosine": cosine,
        "evidence": [{"variance": fit.variance, "log": float(fit.log_evidence)} for fit in fits],
        "variance": best.variance,
        "heldOutScores": floats(scores),
        "calibration": {"slope": float(slope), "intercept": float(intercept)},
        "means": floats(means),
        "variances": floats(variances),
        "probabilities": floats(sigmoid(slope * moderate(means, variances) + intercept)),
        "scheduled": scheduled(x, y, w, has_objective, queries),
    }


def scheduled(x, y, w, has_objective, queries):
    """The same after fits on schedule and single updates between them."""
    n = len(y)
    variance = FIRST_VARIANCE
    choices = choice_points(n)
    if choices:
        m = choices[-1]
        variance = choose(x[:m], y[:m], w[:m], has_objective)[1].variance
    m = refit_points(n)[-1]
    fit = Fit(x[:m], y[:m], w[:m], variance, has_objective)
    slope, intercept = calibrate(fit.held_out_scores(), y[:m], w[:m])
    for i in range(m, n):
        fit.learn(x[i], y[i], w[i])
    means, variances = fit.latents(queries)
    probabilities = sigmoid(slope * moderate(means, variances) + intercept)
    return {"variance": variance, "fitted": m, "probabilities": floats(probabilities)}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    for n in SIZES:
        sets = [golden(n, make) for make in (plain, rare, twins)]
        content = {"numpy": np.__version__, "n": n, "queries": QUERIES, "sets": sets}
        (folder / f"bayes-{n}.golden.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
