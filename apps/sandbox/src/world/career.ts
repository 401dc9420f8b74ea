import { integer, pick, type Random } from '@fairlead/shared/runtime/random';
import { chance } from './draw.ts';
import type { IndustryStock, Track } from './industries.ts';
import type { CareerStep, Company, Place, Schooling } from './person.ts';
import { DEGREES, FIELDS, SCHOOLS } from './stock.ts';

/** Careers end here whatever the virtual date is, so that a seed always gives the same people. */
const REFERENCE = { year: 2026, month: 6 };

interface CareerPlan {
  industry: IndustryStock;
  track: Track;
  companies: readonly Company[];
  place: Place;
  firstId: number;
}

/** 0 to 6 positions on one ladder, newest first; the newest is mostly current. */
export function drawCareer(random: Random, plan: CareerPlan): CareerStep[] {
  if (chance(random, 0.025)) return [];
  const length = integer(random, 1, 6);
  const ladder = plan.track.titles;
  let rung = Math.min(ladder.length - 1, integer(random, 0, ladder.length));
  let endMonths = REFERENCE.year * 12 + REFERENCE.month - 1;
  let current = chance(random, 0.93);
  let company = pick(random, plan.companies);
  const steps: CareerStep[] = [];
  for (let i = 0; i < length; i++) {
    const startMonths = endMonths - integer(random, 8, 60);
    steps.push({
      id: plan.firstId + i,
      title: ladder[rung] ?? 'Consultant',
      company,
      companyHasPage: !chance(random, 0.08),
      location: chance(random, 0.6) ? plan.place.city : null,
      description: chance(random, 0.45) ? describeStep(random, plan.industry) : null,
      start: toMonth(startMonths, chance(random, 0.85)),
      end: current ? null : toMonth(endMonths, chance(random, 0.85)),
    });
    current = false;
    endMonths = startMonths - integer(random, 0, 3);
    rung = Math.max(0, rung - (chance(random, 0.75) ? 1 : 0));
    if (chance(random, 0.7)) company = pick(random, plan.companies);
  }
  return steps;
}

function toMonth(months: number, withMonth: boolean): { year: number; month: number | null } {
  return { year: Math.floor(months / 12), month: withMonth ? (months % 12) + 1 : null };
}

function describeStep(random: Random, industry: IndustryStock): string {
  const topic = pick(random, industry.topics);
  return pick(random, [
    `Responsible for ${topic} with a team of ${integer(random, 3, 40)}.`,
    `Worked on ${topic} and ${pick(random, industry.topics)} across ${integer(random, 2, 18)} sites.`,
    `Built up ${topic}; cut yearly cost by ${integer(random, 4, 22)} %.`,
    `Day-to-day planning, suppliers and reporting for ${topic}.`,
  ]);
}

/** None, one or two schools. */
export function drawSchooling(random: Random, firstId: number): Schooling[] {
  const count = chance(random, 0.12) ? 0 : integer(random, 1, 2);
  return Array.from({ length: count }, (_, i) => {
    const schoolIndex = integer(random, 0, SCHOOLS.length - 1);
    const endYear = chance(random, 0.85) ? integer(random, 1990, 2022) : null;
    return {
      id: firstId + i,
      schoolId: 8000 + schoolIndex,
      school: SCHOOLS[schoolIndex] ?? 'Harbour College',
      degree: chance(random, 0.85) ? pick(random, DEGREES) : null,
      field: chance(random, 0.8) ? pick(random, FIELDS) : null,
      startYear: endYear !== null && chance(random, 0.7) ? endYear - integer(random, 2, 5) : null,
      endYear,
    };
  });
}
