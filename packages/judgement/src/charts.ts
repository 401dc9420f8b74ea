import type { CustomSeriesRenderItemAPI } from 'echarts';
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ContenderName } from './contenders.ts';
import type { Curve, TaskResult } from './measure.ts';

use([BarChart, CustomChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Told apart without colour vision too. Source: Okabe and Ito 2008. */
const COLOURS: Readonly<Record<ContenderName, string>> = {
  allLlm: '#999999',
  random: '#555555',
  cosine: '#e69f00',
  classicUnguarded: '#d55e00',
  classic: '#cc79a7',
  bayes: '#0072b2',
  bayesBlind: '#56b4e9',
};
/** They have no model. */
const DASHED: ReadonlySet<ContenderName> = new Set(['allLlm', 'random', 'cosine']);
const TEXT = { color: '#333333', fontFamily: 'system-ui, sans-serif' };

/** People found by calls: one line for each strategy, and the best that is possible. */
export function foundChart(task: TaskResult, curves: readonly Curve[]): string {
  const most = curves[0]?.points.at(-1)?.[0] ?? 0;
  const possible = [
    [0, 0],
    [task.positives, task.positives],
    [most, task.positives],
  ];
  return draw({
    title: heading(`${task.task}: people found by calls to the language model`),
    legend: { ...legend, data: curves.map(({ label }) => label) },
    grid,
    xAxis: { ...axis('calls'), type: 'value', max: most },
    yAxis: { ...axis('people who fit'), type: 'value', max: task.positives },
    series: [
      line('best possible', possible, { color: '#bbbbbb', type: 'dotted' }),
      ...curves.map(({ label, contender, points }) =>
        line(label, points, {
          color: COLOURS[contender],
          type: DASHED.has(contender) ? 'dashed' : 'solid',
        }),
      ),
    ],
  });
}

/** Calls to decide each task's pool: a bar for each strategy, with its 95 % interval. */
export function callsChart(tasks: readonly TaskResult[]): string {
  const rows = tasks[0]?.rows ?? [];
  return draw({
    title: heading('Calls until every lead is decided, with 95 % intervals'),
    legend: { ...legend, data: rows.map(({ label }) => label) },
    grid,
    xAxis: { ...axis(''), type: 'category', data: tasks.map(({ task }) => task) },
    yAxis: { ...axis('calls'), type: 'value' },
    series: rows.flatMap(({ label, contender }, i) => {
      const calls = tasks.map((task) => task.rows[i]?.calls ?? null);
      return [
        {
          name: label,
          type: 'bar',
          ...BAR_GAPS,
          itemStyle: { color: COLOURS[contender] },
          data: calls.map((value) => value?.mean ?? 0),
        },
        whiskers(
          calls.map((value, task) => [task, value?.low ?? 0, value?.high ?? 0]),
          i,
          rows.length,
        ),
      ];
    }),
  });
}

const BAR_GAPS = { barGap: '10%', barCategoryGap: '20%' };
const WHISKER_PX = 4;

/** From low to high over the middle of the `index`-th of `count` bars of each task. */
function whiskers(data: number[][], index: number, count: number): object {
  return {
    type: 'custom',
    silent: true,
    z: 3,
    data,
    renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
      const middle = api.barLayout?.({ ...BAR_GAPS, count })?.[index]?.offsetCenter ?? 0;
      const at = (value: number): number[] => api.coord([api.value(0), value]) ?? [];
      const [[x = 0, low = 0], [, high = 0]] = [at(Number(api.value(1))), at(Number(api.value(2)))];
      const stroke = (x1: number, y1: number, x2: number, y2: number): object => ({
        type: 'line',
        shape: { x1: x + middle + x1, y1, x2: x + middle + x2, y2 },
        style: { stroke: '#222222', lineWidth: 1.2 },
      });
      return {
        type: 'group',
        children: [
          stroke(0, low, 0, high),
          stroke(-WHISKER_PX, low, WHISKER_PX, low),
          stroke(-WHISKER_PX, high, WHISKER_PX, high),
        ],
      };
    },
  };
}

const grid = { left: 60, right: 24, top: 64, bottom: 96 };
/** Gaps and letters that allow for fonts wider than the one the library measures with; what stands in brackets is for tables. */
const legend = {
  bottom: 4,
  width: 760,
  itemGap: 28,
  itemWidth: 22,
  textStyle: { ...TEXT, fontSize: 11 },
  formatter: (name: string) => name.replace(/ \(.*\)$/, ''),
};

function heading(text: string): object {
  return { text, left: 'center', top: 12, textStyle: { ...TEXT, fontSize: 15, fontWeight: 600 } };
}

function axis(name: string): object {
  return {
    name,
    nameLocation: 'middle',
    nameGap: 38,
    nameTextStyle: TEXT,
    axisLabel: TEXT,
    splitLine: { lineStyle: { color: '#e5e5e5' } },
  };
}

function line(name: string, data: unknown, lineStyle: { color: string; type: string }): object {
  return {
    name,
    type: 'line',
    data,
    showSymbol: false,
    lineStyle: { width: 2, ...lineStyle },
    itemStyle: lineStyle,
  };
}

/** On white, so that it can be read in a dark page too. */
function draw(option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 460 });
  try {
    chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
