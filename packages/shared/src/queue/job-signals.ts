/** The signals of the jobs that run now. */
export interface JobSignals {
  /** One that aborts after so many real milliseconds, or with all others. `end` it when the job is over. */
  begin(timeoutMs: number): JobSignal;
  /** Aborts those that run, and every later one at once. */
  abortAll(reason: Error): void;
}

export interface JobSignal {
  signal: AbortSignal;
  end(): void;
}

/** As `AbortSignal.any` of a timeout and a stop would do, which costs a small job more than all else of ours. */
export function createJobSignals(): JobSignals {
  const running = new Set<AbortController>();
  let stopped: Error | null = null;
  return {
    begin(timeoutMs) {
      const controller = new AbortController();
      if (stopped) controller.abort(stopped);
      running.add(controller);
      const timer = setTimeout(() => {
        controller.abort(new DOMException('The job took too long.', 'TimeoutError'));
      }, timeoutMs);
      // A job that never ends must not keep the process up.
      timer.unref();
      return {
        signal: controller.signal,
        end: () => {
          clearTimeout(timer);
          running.delete(controller);
        },
      };
    },
    abortAll(reason) {
      stopped = reason;
      for (const controller of running) controller.abort(reason);
    },
  };
}
