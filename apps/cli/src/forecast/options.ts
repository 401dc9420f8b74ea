import { DEFAULT_ODDS, DEFAULT_SIMULATION, type SimulationOptions } from '@fairlead/plan/simulation/options';
import type { Settings } from '@fairlead/shared/runtime/env';
import type { SettingName } from '@fairlead/shared/runtime/settings';

/** What the operator varies on the command line; what is left out is as the settings say. */
export interface ForecastOptions {
  days: number;
  accounts: number;
  campaigns: number;
  /** The action fractions of partner campaigns beside them. */
  partner: readonly number[];
  seed: number;
  /** People the searches can find. */
  leads: number;
  maxLeads?: number;
  connectDaily?: number;
  connectWeekly?: number;
  followUpDaily?: number;
  /** Seconds between actions of one lane. */
  interval?: number;
  acceptRate: number;
  acceptDays: number;
  yesRate: number;
  keywordYield: number;
}

/** The simulation of this installation, but for what the operator varies. */
export function simulationOptions(
  options: ForecastOptions,
  settings: Settings<SettingName>,
): SimulationOptions {
  const { seed, days, accounts, campaigns, leads, acceptRate, acceptDays, yesRate, keywordYield } = options;
  const intervalSeconds = options.interval ?? settings.FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS;
  return {
    ...DEFAULT_SIMULATION,
    ...{ seed, days, accounts, campaigns, partners: options.partner, pool: leads },
    limits: {
      connectDaily: options.connectDaily ?? settings.FAIRLEAD_CONNECT_DAILY,
      connectWeekly: options.connectWeekly ?? settings.FAIRLEAD_CONNECT_WEEKLY,
      followUpDaily: options.followUpDaily ?? settings.FAIRLEAD_FOLLOW_UP_DAILY,
    },
    pace: {
      ...DEFAULT_SIMULATION.pace,
      minActionIntervalMs: intervalSeconds * 1_000,
      enrichMinIntervalMs: settings.FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS * 1_000,
      minQualifiableLeads: settings.FAIRLEAD_MIN_QUALIFIABLE_LEADS,
      maxLeads: options.maxLeads ?? settings.FAIRLEAD_MAX_LEADS ?? null,
    },
    odds: { ...DEFAULT_ODDS, acceptRate, acceptDays, yesRate, keywordYield },
    tickMs: settings.FAIRLEAD_TICK_SECONDS * 1_000,
  };
}
