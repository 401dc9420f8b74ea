import express, { type Request, type Response, Router } from 'express';
import { ZodError, z } from 'zod';
import { originOf } from '../linkedin/visit.ts';
import { describeScenario, SCENARIO_NAMES } from '../world/scenarios/table.ts';
import { resetWorld, type World } from '../world/world.ts';
import { type Aim, controlPage } from './page.ts';
import { listSwitches, ScenarioBody, setScenario } from './scenario.ts';
import { setTime, TimeBody } from './time.ts';

const PEOPLE_SHOWN = 25;

const field = z.string().trim().default('');
const AimQuery = z.object({ account: field, person: field, probability: field });
const PageQuery = AimQuery.extend({ q: field, error: z.string().optional() });

/** The control page and its forms, below `/__sandbox`. Each form leads back to the page. */
export function controlPageRoutes(world: World): Router {
  const router = Router();
  router.use('/page', express.urlencoded({ extended: false }));

  router.get('/', (req, res) => {
    const { q, error, ...aim } = PageQuery.parse(req.query);
    const found = q === '' ? world.people : world.index.find(q);
    const page = controlPage({
      origin: originOf(req),
      now: world.clock.now(),
      speed: world.clock.speed(),
      aim,
      error: error ?? null,
      switches: listSwitches(world),
      journal: world.journal,
      people: found.slice(0, PEOPLE_SHOWN),
      total: found.length,
      search: q,
    });
    res.type('html').send(page.text);
  });
  router.post('/page/scenario', (req, res) => act(req, res, (body, aim) => setFromForm(world, body, aim)));
  router.post('/page/time', (req, res) =>
    act(req, res, (body) => setTime(world, TimeForm.pipe(TimeBody).parse(body))),
  );
  router.post('/page/reset', (req, res) => act(req, res, () => resetWorld(world)));
  return router;
}

const TimeForm = z.object({ speed: z.coerce.number(), advanceHours: z.coerce.number() }).partial();

/** What is wrong with a form is shown on the page. */
function act(req: Request, res: Response, run: (body: unknown, aim: Aim) => void): void {
  const aim = AimQuery.parse(req.body ?? {});
  const query = new URLSearchParams({ ...aim });
  try {
    run(req.body, aim);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    query.set('error', error.issues.map((issue) => issue.message).join(' '));
  }
  const anchor = String(req.body?.scenario ?? '');
  res.redirect(303, `/__sandbox/?${query}${anchor === '' ? '' : `#${encodeURIComponent(anchor)}`}`);
}

const ScenarioForm = z.object({ scenario: z.enum(SCENARIO_NAMES), on: z.enum(['true', 'false']) });

/** The parts of the aim that the switch knows. */
function setFromForm(world: World, body: unknown, { account, person, probability }: Aim): void {
  const { scenario, on } = ScenarioForm.parse(body);
  const { scope } = describeScenario(scenario);
  const takesPerson = scope === 'person' || scope === 'moment';
  setScenario(
    world,
    ScenarioBody.parse({
      scenario,
      on: on === 'true',
      ...(account === '' || scope === 'guest' ? {} : { account }),
      ...(person === '' || !takesPerson ? {} : { person }),
      ...(probability === '' || scope === 'moment' ? {} : { probability: Number(probability) }),
    }),
  );
}
