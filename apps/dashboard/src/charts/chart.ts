import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { inertSvg } from './inert-svg.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** One row of numbers through the categories. */
export interface ChartSeries {
  name: string;
  /** A colour of the style sheet, so that it is right in the light and in the dark. */
  colour: 'accent' | 'info' | 'warn' | 'good' | 'muted';
  /** Lines are told apart without colours too. */
  dash?: 'solid' | 'dashed' | 'dotted';
  values: readonly number[];
}

export interface ChartOptions {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What it shows, in a sentence. */
  description: string;
  kind: 'line' | 'bar';
  /** What the categories are, for the table: "Day". */
  axis: string;
  categories: readonly string[];
  series: readonly ChartSeries[];
  /** How a number is written in the table. Default: as it is. */
  format?: (value: number) => string;
  /** The highest value of the axis; default: as needed. */
  max?: number;
}

/** A chart and the table of its numbers. */
export interface Chart {
  title: string;
  axis: string;
  /** For broad screens and for phones, where a broad one would be too small to read. */
  wide: string;
  narrow: string;
  names: string[];
  rows: { category: string; values: string[] }[];
}

const WIDE = { width: 560, height: 230, fontSize: 12 };
const NARROW = { width: 350, height: 230, fontSize: 12 };

/** Draws on the server: the page needs no script for it. */
export function drawChart(options: ChartOptions): Chart {
  const { title, axis, categories, series, format = String } = options;
  return {
    title,
    axis,
    wide: draw(options, WIDE, `${options.id}-wide`),
    narrow: draw(options, NARROW, `${options.id}-narrow`),
    names: series.map(({ name }) => name),
    rows: categories.map((category, i) => ({
      category,
      values: series.map(({ values }) => format(values[i] ?? 0)),
    })),
  };
}

function draw(
  { kind, categories, series, max, title, description }: ChartOptions,
  size: typeof WIDE,
  id: string,
) {
  const { width, height, fontSize } = size;
  const label = { color: 'var(--muted)', fontSize };
  const line = { lineStyle: { color: 'var(--line)' } };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      legend: { bottom: 0, itemWidth: 22, itemGap: 18, textStyle: { color: 'var(--text)', fontSize } },
      grid: { left: 42, right: 12, top: 12, bottom: 58 },
      xAxis: {
        type: 'category',
        data: [...categories],
        boundaryGap: kind === 'bar',
        axisLine: line,
        axisTick: { show: false },
        axisLabel: { ...label, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        minInterval: max === undefined ? 1 : 0,
        max,
        splitLine: line,
        axisLabel: label,
      },
      series: series.map(({ name, colour, dash = 'solid', values }) => ({
        name,
        type: kind,
        data: [...values],
        silent: true,
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: values.length <= 16,
        barGap: '10%',
        itemStyle: { color: `var(--${colour})` },
        lineStyle: { color: `var(--${colour})`, width: 2, type: dash },
      })),
    });
    return inertSvg(chart.renderToSVGString(), { id, title, description });
  } finally {
    chart.dispose();
  }
}
