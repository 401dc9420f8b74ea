import { AccountLimits, DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { parseWorkingHours } from '@fairlead/shared/domain/working-hours';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';

/** What is wrong with an answer, for the operator; null: nothing. None at all is the question's own matter. */
export function faultIn(setting: SettingName, answer: string): string | null {
  if (answer.trim() === '') return null;
  if (setting === 'FAIRLEAD_ACCOUNT_WORKING_HOURS' && !parseWorkingHours(answer))
    return 'Write always, or weekdays and hours such as mon-fri 09:00-19:00';
  const { error } = SETTINGS[setting].schema.safeParse(answer);
  return error ? `${error.issues[0]?.message ?? 'malformed'}. Example: ${SETTINGS[setting].example}` : null;
}

/** One line for each limit beyond what is known to go well. */
export function daringLimits(limits: AccountLimits): string[] {
  const names = {
    connectDaily: 'Invitations in 24 hours',
    connectWeekly: 'Invitations in 7 days',
    followUpDaily: 'Messages in 24 hours',
  };
  return AccountLimits.keyof()
    .options.filter((name) => limits[name] > DEFAULT_LIMITS[name])
    .map(
      (name) =>
        `${names[name]}: ${limits[name]} is more than ${DEFAULT_LIMITS[name]}, above which accounts get restricted more often.`,
    );
}
