import type { AccountLimits } from '@fairlead/shared/domain/limits';
import { z } from 'zod';
import { type FormFaults, type FormValues, faultsOf } from './form-faults.ts';

// LinkedIn restricts accounts long before this; it is only to catch a slip of the finger.
const MOST = 1_000;

const Count = z
  .string()
  .trim()
  .regex(/^\d{1,6}$/, 'A whole number.')
  .transform(Number)
  .pipe(z.number().max(MOST, `At most ${MOST}.`));

const Limits = z
  .object({ connectDaily: Count, connectWeekly: Count, followUpDaily: Count })
  .refine(({ connectDaily, connectWeekly }) => connectDaily <= connectWeekly, {
    path: ['connectWeekly'],
    message: 'Not less than a day’s.',
  });

export function readLimits(values: FormValues): { limits: AccountLimits } | { faults: FormFaults } {
  const parsed = Limits.safeParse(values);
  return parsed.success ? { limits: parsed.data } : { faults: faultsOf(parsed.error) };
}

export function valuesOfLimits({ connectDaily, connectWeekly, followUpDaily }: AccountLimits): FormValues {
  return {
    connectDaily: String(connectDaily),
    connectWeekly: String(connectWeekly),
    followUpDaily: String(followUpDaily),
  };
}
