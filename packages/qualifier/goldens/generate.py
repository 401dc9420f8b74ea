#!/usr/bin/env python3
"""Writes classic-<data set>.golden.json: what scikit-learn makes of the synthetic data of test/synthetic.ts.

Run with Debian's python3-sklearn: /usr/bin/python3 goldens/generate.py [folder]
The numbers here were made with scikit-learn 1.2.1, numpy 1.24.2, scipy 1.10.1.

The vectors are not stored. Both sides draw them from mulberry32 and use only + - * / sqrt in the same
order, which IEEE 754 makes bit-equal. Keep synthetic_data() and test/synthetic.ts in step.
"""
import json
import math
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

SIZES = (2, 10, 50, 100, 200, 400)
QUERIES = 10
DIMENSIONS = 384
# clusters, positive clusters, spread, share of labels turned round
DATASETS = {
    "clustered": (8, 3, 1.2, 0.06),
    "rare": (20, 1, 1, 0),
    "noise": (12, 4, 0.1, 0.5),
}
DIMENSION_CHOICES = (2, 4, 6, 10, 15, 20)


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    mask = 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (state | 1)) & mask
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & mask)) & mask
        yield ((t ^ (t >> 14)) & mask) / 4294967296


def synthetic_data(seed, count, dataset):
    """(count x 384 float32 unit vectors in clusters, count 0/1 labels; the first two are 1, 0)."""
    clusters, positive_clusters, spread, flipped_share = DATASETS[dataset]
    stream = mulberry32(seed)

    def bell(j):
        return (next(stream) + next(stream) + next(stream) - 1.5) / (1 + j / 16)

    centres = [[bell(j) for j in range(DIMENSIONS)] for _ in range(clusters)]
    vectors, labels = [], []
    for i in range(count):
        cluster = int(next(stream) * clusters)
        flipped = next(stream) < flipped_share
        if i < 2:
            cluster, flipped = (0, False) if i == 0 else (clusters - 1, False)
        vector = [centre + spread * bell(j) for j, centre in enumerate(centres[cluster])]
        squares = 0.0
        for value in vector:
            squares += value * value
        norm = math.sqrt(squares)
        vectors.append([value / norm for value in vector])
        labels.append(int((cluster < positive_clusters) != flipped))
    return np.array(vectors, dtype=np.float32), np.array(labels)


def fit(vectors, labels, dims):
    kernel = ConstantKernel(1.0) * RBF(length_scale=math.sqrt(dims))
    regressor = GaussianProcessRegressor(kernel, alpha=0.1, n_restarts_optimizer=3, random_state=42)
    # The exact solver at every n: 'auto' turns to a randomised approximation above 500 rows.
    pipeline = Pipeline([("pca", PCA(dims, svd_solver="full")), ("scale", StandardScaler()), ("gp", regressor)])
    pipeline.fit(vectors.astype(np.float64), labels.astype(np.float64))
    return pipeline


def golden(seed, n, dataset):
    vectors, labels = synthetic_data(seed, n + QUERIES, dataset)
    train, queries = vectors[:n], vectors[n:].astype(np.float64)
    choices = [d for d in DIMENSION_CHOICES if d <= n - 1] or [n - 1]
    fits = [(d, fit(train, labels[:n], d)) for d in choices]
    best_dims, best = fits[0]
    for dims, candidate in fits[1:]:
        if candidate["gp"].log_marginal_likelihood_value_ > best["gp"].log_marginal_likelihood_value_:
            best_dims, best = dims, candidate
    mean, std = best.predict(queries, return_std=True)
    return {
        "seed": seed,
        "n": n,
        "positives": int(labels[:n].sum()),
        "dims": best_dims,
        "optima": [
            {
                "dims": d,
                "theta": list(map(float, p["gp"].kernel_.theta)),
                "logMarginalLikelihood": float(p["gp"].log_marginal_likelihood_value_),
            }
            for d, p in fits
        ],
        "means": list(map(float, mean)),
        "stds": list(map(float, std)),
    }


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    # A hyper-parameter on its bound, and no convergence in a flat corner, are ordinary here.
    warnings.simplefilter("ignore")
    for dataset in DATASETS:
        content = {
            "sklearn": sklearn.__version__,
            "dataset": dataset,
            "queries": QUERIES,
            "fits": [golden(1000 + n, n, dataset) for n in SIZES],
        }
        (folder / f"classic-{dataset}.golden.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
