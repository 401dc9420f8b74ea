import type { CalibrationRow } from '../pages/model.ts';
import { type Chart, drawChart } from './chart.ts';

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** What was predicted beside what was answered, for each interval of predictions. */
export function calibrationChart(rows: readonly CalibrationRow[]): Chart {
  return drawChart({
    id: 'calibration',
    title: 'Predictions and answers, in per cent of yes',
    description: 'For each interval of predictions, the two bars should be about as high.',
    kind: 'bar',
    axis: 'Predicted',
    categories: rows.map(({ from, to }) => `${percent(from)}–${percent(to)} %`),
    series: [
      {
        name: 'Predicted',
        colour: 'info',
        values: rows.map(({ meanProbability }) => percent(meanProbability)),
      },
      { name: 'Answered', colour: 'accent', values: rows.map(({ yesShare }) => percent(yesShare)) },
    ],
    max: 100,
    format: (value) => `${value} %`,
  });
}
