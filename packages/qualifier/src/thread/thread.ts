import { parentPort, workerData } from 'node:worker_threads';
import { Campaigns } from './campaigns.ts';
import { toTrouble } from './errors.ts';
import { type Answer, type Call, calls, Question, type Request, ThreadData } from './protocol.ts';

const { handlers } = new Campaigns(ThreadData.parse(workerData).maxBytes);

function handle<C extends Call>(call: C, request: unknown): unknown {
  return handlers[call](calls[call].request.parse(request) as Request<C>);
}

function answer({ id, call, request }: Question): Answer {
  try {
    return { id, ok: true, result: handle(call, request) };
  } catch (thrown) {
    return { id, ok: false, trouble: toTrouble(thrown) };
  }
}

parentPort?.on('message', (message) => {
  parentPort?.postMessage(answer(Question.parse(message)));
});
