import express, { Router } from 'express';
import { z } from 'zod';
import { type Person, placeName, profileUrn } from '../world/person.ts';
import { resetWorld, type World } from '../world/world.ts';
import { controlPageRoutes } from './page-routes.ts';
import { listSwitches, ScenarioBody, setScenario } from './scenario.ts';
import { setTime, TimeBody } from './time.ts';

const PeopleQuery = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});

/** What tests and the demo ask of the sandbox itself, below `/__sandbox`. Nothing of this exists on LinkedIn. */
export function controlRoutes(world: World): Router {
  const router = Router();
  router.use(controlPageRoutes(world));
  router.use(express.json());

  router.get('/health', (_req, res) => {
    const { clock, people } = world;
    // The other processes need origin and speed for a clock that agrees.
    res.json({
      ok: true,
      now: clock.now(),
      origin: clock.origin,
      speed: clock.speed(),
      people: people.length,
    });
  });
  router.get('/journal', (_req, res) => {
    res.json(world.journal);
  });
  router.get('/people', (req, res) => {
    const { limit, offset } = PeopleQuery.parse(req.query);
    res.json({
      total: world.people.length,
      people: world.people.slice(offset, offset + limit).map(publicFacts),
    });
  });
  router.post('/time', (req, res) => {
    setTime(world, TimeBody.parse(req.body));
    res.json({ now: world.clock.now(), speed: world.clock.speed() });
  });
  router.get('/scenarios', (_req, res) => {
    res.json(listSwitches(world));
  });
  router.post('/scenario', (req, res) => {
    res.json(setScenario(world, ScenarioBody.parse(req.body)));
  });
  router.post('/reset', (_req, res) => {
    resetWorld(world);
    res.json({ ok: true });
  });
  return router;
}

/** Facts a test may compare with, and how the person will behave. */
function publicFacts(person: Person): Record<string, unknown> {
  const [now] = person.career;
  return {
    memberId: person.memberId,
    urn: profileUrn(person.memberId),
    publicId: person.slug,
    fullName: person.fullName,
    headline: person.headline,
    title: now?.title ?? null,
    company: now?.company.name ?? null,
    industry: person.industry.name,
    location: placeName(person.place),
    countryCode: person.place.countryCode,
    degree: person.initialDegree,
    positions: person.career.length,
    access: person.access,
    followFirst: person.followFirst,
    ...person.behaviour,
  };
}
