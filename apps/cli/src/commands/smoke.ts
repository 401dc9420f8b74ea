import { Failed } from '../failed.ts';
import type { Output } from '../output.ts';
import { type ComposeProject, composeProject } from '../smoke/compose-project.ts';
import { healthAnswer, isAiling, serviceOf } from '../smoke/containers.ts';
import { assertDockerAnswers } from '../smoke/docker.ts';
import { EGRESS_FILES } from '../smoke/egress.ts';
import { observe } from '../smoke/observe.ts';
import { reportTable } from '../smoke/report.ts';
import { freePort } from '../stack/free-port.ts';
import { Interrupted, untilInterrupted } from '../until-interrupted.ts';

export interface SmokeOptions {
  /** How many deals must be completed. */
  deals: number;
  /** With docker-compose.egress.yml; also proves that there is no other way out. */
  egress: boolean;
}

/**
 * Builds the images, starts docker-compose.yml with the sandbox as a project of its own, waits for
 * completed deals, looks at what the sandbox received, at the browser's remote view and at how the containers are set up, and takes
 * everything down again. Throws `Failed` when anything is not as promised, `Misconfigured` without Docker.
 */
export async function smoke({ deals, egress }: SmokeOptions, out: Output): Promise<void> {
  await assertDockerAnswers();
  const interruption = new AbortController();
  void untilInterrupted().then(() => interruption.abort());
  const { signal } = interruption;
  const viewPort = `${await freePort()}`;
  const project = composeProject({
    name: `fairlead-smoke-${process.pid}`,
    files: ['docker-compose.yml', ...(egress ? EGRESS_FILES : [])],
    env: { DASHBOARD_PORT: `${await freePort()}`, VNC_PORT: viewPort },
    signal,
  });
  try {
    const report = await observe(project, { deals, egress, viewPort, signal, out });
    out.result(reportTable(report));
    out.json(report);
    if (!report.ok) throw new Failed(report.faults.join('\n'));
  } catch (thrown) {
    if (signal.aborted) throw new Interrupted();
    await tellWhatAils(project, out);
    throw thrown;
  } finally {
    out.step('Taking everything down');
    await project.remove();
  }
}

async function tellWhatAils(project: ComposeProject, out: Output): Promise<void> {
  for (const container of (await project.containers()).filter(isAiling)) {
    const service = serviceOf(container);
    out.warn(`${service} is not well. ${healthAnswer(container)}\n${await project.lastLog(service)}`);
  }
}
