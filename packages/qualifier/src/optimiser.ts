/** A function of two variables; its gradient is computed only at points that are kept. */
export type Objective = (point: Point) => Evaluation;
export interface Evaluation {
  readonly value: number;
  gradient(): Point;
}
export type Point = readonly [number, number];

/** The same bounds hold for both variables. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Where a search begins, and what is known of the curvature there: the inverse Hessian of −f. */
export interface Start {
  readonly point: Point;
  readonly inverse?: Symmetric | undefined;
}

export interface Optimum {
  readonly point: Point;
  readonly value: number;
  /** The inverse Hessian of −f, as far as the search has learned it: with it the next one begins. */
  readonly inverse: Symmetric;
}

/** Where a search stands: the point, its value and gradient, and the inverse Hessian learned so far. */
interface State extends Optimum {
  readonly gradient: Point;
}

/** A symmetric 2 × 2 matrix as [xx, xy, yy]. */
export type Symmetric = readonly [number, number, number];

const identity: Symmetric = [1, 0, 1];
/** As scikit-learn's L-BFGS-B: a slope this small leaves less than 1e-9 to gain where the top is not flat. */
const gradientTolerance = 1e-5;
/** A gain below this share of the value is a stall. */
const valueTolerance = 1e-11;
const maxIterations = 200;
const maxCuts = 40;
/** The largest first step, in units of ln: without it a steep start is thrown to the far bound. */
const maxStep = 4;

/** A search may be on the slope of a top found before if it is this close to it, in units of ln. */
const sameTop = 1;
/** … and is, when the slope here accounts for the way up to it but for this share. */
const sameSlope = 0.25;
/** What is left to gain where the curvature is known: half of this, far below what tells two fits apart. */
const decrementTolerance = 1e-9;

/**
 * A local maximum within the bounds, by projected BFGS with backtracking. Deterministic; never
 * returns a point worse than the start. A point whose value is not a number is never kept. A search
 * that comes to the slope of a `known` top returns that one.
 */
export function maximise(
  objective: Objective,
  start: Start,
  bounds: Bounds,
  known: readonly Optimum[] = [],
): Optimum {
  const point = clamp(start.point, bounds);
  const first = objective(point);
  const inverse = start.inverse ?? identity;
  let state: State = { point, value: first.value, gradient: first.gradient(), inverse };
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const top = known.find((optimum) => isOnSlope(state, optimum));
    if (top) return top;
    const free = freeVariables(state, bounds);
    if (isFlat(state, free)) break;
    const next =
      search(objective, state, direction(state, free), bounds) ??
      search(objective, state, mask(state.gradient, free), bounds);
    if (!next) break;
    const stalled = next.value - state.value <= valueTolerance * Math.abs(state.value);
    // A stall may be the fault of a stale curvature model: only a stall without one is the end.
    if (stalled && state.inverse === identity) return optimumAt(next);
    state = { ...next, inverse: stalled ? identity : updateInverse(state, next) };
  }
  return optimumAt(state);
}

function optimumAt({ point, value, inverse }: State): Optimum {
  return { point, value, inverse };
}

/** The quasi-Newton direction among the free variables; steepest ascent where the model is not ascending. */
function direction(state: State, free: Mask): Point {
  const [xx, xy, yy] = state.inverse;
  const [gx, gy] = mask(state.gradient, free);
  const coupling = free[0] && free[1] ? xy : 0;
  const newton: Point = [free[0] ? xx * gx + coupling * gy : 0, free[1] ? coupling * gx + yy * gy : 0];
  return newton[0] * gx + newton[1] * gy > 0 ? newton : [gx, gy];
}

/** The first point along the projected ray that gains enough (Armijo), or null when none does. */
function search(objective: Objective, state: State, ray: Point, bounds: Bounds): State | null {
  let step = Math.min(1, maxStep / largest(ray));
  for (let cut = 0; cut < maxCuts; cut++) {
    const point = clamp([state.point[0] + step * ray[0], state.point[1] + step * ray[1]], bounds);
    const moved = subtract(point, state.point);
    const expected = moved[0] * state.gradient[0] + moved[1] * state.gradient[1];
    if (!(expected > 0)) return null;
    const trial = objective(point);
    const gain = trial.value - state.value;
    if (gain >= 1e-4 * expected) {
      return { point, value: trial.value, gradient: trial.gradient(), inverse: state.inverse };
    }
    step *= cutShare(expected, gain);
  }
  return null;
}

/** Where the parabola through the slope at 0 and the gain at 1 has its top, kept within [0.1, 0.5]; ½ for a gain that is no number. */
function cutShare(expected: number, gain: number): number {
  const top = expected / (2 * (expected - gain));
  return top > 0 ? Math.min(0.5, Math.max(0.1, top)) : 0.5;
}

/** The BFGS update of the inverse Hessian of −f; unchanged where the curvature is not that of a maximum. */
function updateInverse(from: State, to: State): Symmetric {
  const [sx, sy] = subtract(to.point, from.point);
  const [yx, yy] = subtract(from.gradient, to.gradient);
  const curvature = sx * yx + sy * yy;
  if (!(curvature > 1e-12 * Math.hypot(sx, sy) * Math.hypot(yx, yy))) return from.inverse;
  // Scale the first model to the curvature just seen, as L-BFGS does.
  const scale = from.inverse === identity ? curvature / (yx * yx + yy * yy) : 1;
  const [a, b, c] = [from.inverse[0] * scale, from.inverse[1] * scale, from.inverse[2] * scale];
  const [hx, hy] = [a * yx + b * yy, b * yx + c * yy];
  const stretch = (1 + (yx * hx + yy * hy) / curvature) / curvature;
  return [
    a + stretch * sx * sx - (2 * hx * sx) / curvature,
    b + stretch * sx * sy - (hx * sy + sx * hy) / curvature,
    c + stretch * sy * sy - (2 * hy * sy) / curvature,
  ];
}

/** From a top the slope falls evenly to zero, so the way up is half the slope here times the distance. */
function isOnSlope({ point, value, gradient }: State, top: Optimum): boolean {
  const way = subtract(top.point, point);
  const gain = top.value - value;
  if (!(gain >= 0 && largest(way) < sameTop)) return false;
  const expected = 0.5 * (gradient[0] * way[0] + gradient[1] * way[1]);
  return Math.abs(expected - gain) <= sameSlope * gain + decrementTolerance;
}

function isFlat(state: State, free: Mask): boolean {
  const slope = mask(state.gradient, free);
  if (largest(slope) < gradientTolerance) return true;
  if (state.inverse === identity) return false;
  const step = direction(state, free);
  return step[0] * slope[0] + step[1] * slope[1] < decrementTolerance;
}

type Mask = readonly [boolean, boolean];

/** A variable is held when it sits on a bound and the gradient pushes it outwards. */
function freeVariables({ point, gradient }: State, { low, high }: Bounds): Mask {
  const free = (x: number, slope: number): boolean => !((x <= low && slope < 0) || (x >= high && slope > 0));
  return [free(point[0], gradient[0]), free(point[1], gradient[1])];
}

function clamp(point: Point, { low, high }: Bounds): Point {
  return [Math.min(high, Math.max(low, point[0])), Math.min(high, Math.max(low, point[1]))];
}

function mask(point: Point, free: Mask): Point {
  return [free[0] ? point[0] : 0, free[1] ? point[1] : 0];
}

function subtract(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1]];
}

function largest(point: Point): number {
  return Math.max(Math.abs(point[0]), Math.abs(point[1]));
}
