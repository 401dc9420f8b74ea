import { isTimeZone, WorkingHours } from '@fairlead/shared/domain/working-hours';
import { z } from 'zod';

/** As the form shows them: ISO weekdays. */
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name, i) => ({
  day: i + 1,
  name,
}));

const Minute = z
  .string()
  .regex(/^\s*\d\d?:[0-5]\d\s*$/)
  .transform((text) => text.split(':').map(Number))
  .transform(([hour = 0, minute = 0]) => hour * 60 + minute);

/** One ticked box comes as a text, several as a list, none not at all. */
const Days = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === 'string' ? [given] : given).map(Number));

/** Time zone and hours of an account, as the form sends them. */
export const ScheduleForm = z
  .object({ timeZone: z.string().trim().refine(isTimeZone), days: Days, from: Minute, until: Minute })
  .transform(({ timeZone, days, from, until }) => ({
    timeZone,
    hours: { days, fromMinute: from, untilMinute: until },
  }))
  .pipe(z.object({ timeZone: z.string(), hours: WorkingHours }));
