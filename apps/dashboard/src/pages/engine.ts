import { fileURLToPath } from 'node:url';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { Liquid } from 'liquidjs';
import { assetVersion } from './assets.ts';
import { countText } from './count-text.ts';
import { htmxVersion } from './htmx.ts';
import {
  approvalModeHint,
  approvalModeLabel,
  closedReasonLabel,
  closingReasonLabel,
  dealStateLabel,
  laneLabel,
  leadStateLabel,
} from './labels.ts';
import { absoluteTime, dueElement, timeElement } from './time.ts';

const VIEWS = fileURLToPath(new URL('../../views', import.meta.url));
/** In the currency of whoever gave the prices, which has no name here. */
const MONEY = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * The templates in `views/`. Every output is escaped and a misspelt variable is an error; times are
 * relative to the given clock.
 */
export function createViews(clock: Clock): Liquid {
  const views = new Liquid({
    root: VIEWS,
    extname: '.liquid',
    cache: true,
    outputEscape: 'escape',
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    jsTruthy: true,
    globals: { assetVersion, htmxVersion },
  });
  views.registerFilter('ago', { raw: true, handler: (at: Date) => timeElement(at, clock.now()) });
  views.registerFilter('due', { raw: true, handler: (at: Date) => dueElement(at, clock.now()) });
  views.registerFilter('instant', absoluteTime);
  views.registerFilter('count', countText);
  views.registerFilter('percent', (share: number) => `${Math.round(share * 100)} %`);
  views.registerFilter('fine_percent', (share: number) => `${(share * 100).toFixed(1)} %`);
  views.registerFilter('money', (value: number) => MONEY.format(value));
  views.registerFilter('initials', initials);
  views.registerFilter('ordinal', (degree: number) => ['', '1st', '2nd', '3rd'][degree] ?? `${degree}th`);
  views.registerFilter('lane_label', laneLabel);
  views.registerFilter('approval_mode', approvalModeLabel);
  views.registerFilter('approval_hint', approvalModeHint);
  views.registerFilter('lead_state', leadStateLabel);
  views.registerFilter('deal_state', dealStateLabel);
  views.registerFilter('closed_reason', closedReasonLabel);
  views.registerFilter('closing_reason', closingReasonLabel);
  return views;
}

/** The first letters of the first and the last word. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase() || '·';
}
