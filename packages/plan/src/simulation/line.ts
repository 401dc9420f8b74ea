import TinyQueue from 'tinyqueue';

/** Items that wait to be taken, each from an instant of its own. Instants are milliseconds. */
export interface Line<T> {
  /** `order`: of those that may be taken, the lowest goes first. */
  add(item: T, fromMs: number, order: number): void;
  /** How many may be taken now. */
  ready(nowMs: number): number;
  /** Takes the first that may be taken now. */
  take(nowMs: number): T | undefined;
  /** When one more may be taken, later than now; infinite when none will. */
  nextMs(nowMs: number): number;
}

interface Place<T> {
  item: T;
  fromMs: number;
  order: number;
}

export function createLine<T>(): Line<T> {
  const later = new TinyQueue<Place<T>>([], (a, b) => a.fromMs - b.fromMs || a.order - b.order);
  const ready = new TinyQueue<Place<T>>([], (a, b) => a.order - b.order);
  const advance = (nowMs: number): void => {
    for (let next = later.peek(); next && next.fromMs <= nowMs; next = later.peek()) {
      ready.push(next);
      later.pop();
    }
  };
  return {
    add: (item, fromMs, order) => later.push({ item, fromMs, order }),
    ready(nowMs) {
      advance(nowMs);
      return ready.length;
    },
    take(nowMs) {
      advance(nowMs);
      return ready.pop()?.item;
    },
    nextMs(nowMs) {
      advance(nowMs);
      return later.peek()?.fromMs ?? Number.POSITIVE_INFINITY;
    },
  };
}
