import { Worker } from 'node:worker_threads';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { fromTrouble, ThreadLost } from './errors.ts';
import { buffersIn } from './packing.ts';
import { Answer, type Call, calls, type Request, type Result, type ThreadData } from './protocol.ts';

interface Waiting {
  readonly call: Call;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface ClientOptions extends ThreadData {
  /** What the thread runs. */
  readonly script: URL;
  onLost(error: Error): void;
}

/** What it works on are large arrays outside the heap: a larger nursery would only be more memory. */
const youngMb = 8;

/** One thread at a time, started by the first call and again by the first after it was lost. */
export class ThreadClient {
  readonly #options: ClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #closed = false;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Blocks of memory in `request` are handed over: the caller must not use them afterwards. */
  call<C extends Call>(call: C, request: Request<C>): Promise<Result<C>> {
    if (this.#closed) return Promise.reject(new ThreadLost('the host of the strategies is closed'));
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { call, resolve, reject });
      worker.postMessage({ id, call, request }, buffersIn(request));
    }) as Promise<Result<C>>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new ThreadLost('the host of the strategies was closed'));
    await worker?.terminate();
  }

  #start(): Worker {
    const { maxBytes, script } = this.#options;
    const worker = new Worker(script, {
      workerData: { maxBytes } satisfies ThreadData,
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    worker.on('message', (message) => {
      const answer = Answer.safeParse(message).data;
      if (answer) this.#settle(answer);
      else this.#lose(worker, new Error('it sent something that is no answer'));
    });
    worker.on('messageerror', (error) => this.#lose(worker, error));
    worker.on('error', (error) => this.#lose(worker, coerceError(error)));
    worker.on('exit', (code) => this.#lose(worker, new Error(`it exited with ${code}`)));
    return worker;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (!waiting) return;
    if (!answer.ok) {
      waiting.reject(fromTrouble(answer.trouble));
      return;
    }
    const { data, error } = calls[waiting.call].result.safeParse(answer.result);
    if (error) waiting.reject(error);
    else waiting.resolve(data);
  }

  #lose(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = new ThreadLost(`the thread of the strategies was lost: ${cause.message}`, { cause });
    this.#rejectAll(lost);
    this.#options.onLost(lost);
    // It may be alive still, when it only made no sense.
    void worker.terminate();
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
