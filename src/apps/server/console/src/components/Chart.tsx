// A chart beside the table that has its numbers; drawn in the colours of the scheme, without motion.
import { useComputedColorScheme } from '@mantine/core';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'react';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface Series {
  label: string;
  values: (number | null)[];
  /** In percent, on the right axis. */
  share?: boolean;
}
const kLight = ['#1864ab', '#b35c00', '#2b8a3e', '#862e9c'];
const kDark = ['#74c0fc', '#ffc078', '#8ce99a', '#e599f7'];

export function ChartBox({
  label,
  kind,
  names,
  series,
  onOpen,
}: {
  label: string;
  kind: 'bar' | 'line';
  names: string[];
  series: Series[];
  onOpen?: (index: number, series: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const open = useRef(onOpen);
  open.current = onOpen;
  const content = JSON.stringify([kind, names, series]);
  useEffect(() => {
    if (!canvas.current) return;
    const colours = scheme === 'dark' ? kDark : kLight;
    const text = scheme === 'dark' ? '#d5d7da' : '#343a40';
    const grid = scheme === 'dark' ? '#3b3e43' : '#e3e6e9';
    const shares = series.some((one) => one.share);
    const config: ChartConfiguration<'bar' | 'line', (number | null)[], string> = {
      type: kind,
      data: {
        labels: names,
        datasets: series.map((one, i) => ({
          label: one.label,
          data: one.values,
          backgroundColor: colours[i % colours.length],
          borderColor: colours[i % colours.length],
          yAxisID: one.share ? 'share' : 'y',
          type: one.share ? ('line' as const) : kind,
          order: one.share ? 0 : 1, // lines lie above bars
          pointRadius: 3,
          borderWidth: 2,
        })),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        onClick: (_event, hits) => {
          if (hits[0]) open.current?.(hits[0].index, hits[0].datasetIndex);
        },
        plugins: { legend: { display: series.length > 1, labels: { color: text } } },
        scales: {
          x: { ticks: { color: text }, grid: { color: grid } },
          y: { beginAtZero: true, ticks: { color: text, precision: 0 }, grid: { color: grid } },
          ...(shares
            ? {
                share: {
                  position: 'right' as const,
                  min: 0,
                  max: 100,
                  ticks: { color: text, callback: (value: number | string) => `${value} %` },
                  grid: { display: false },
                },
              }
            : {}),
        },
      },
    };
    const chart = new Chart(canvas.current, config);
    return () => chart.destroy();
    // `content` stands for kind, names and series.
  }, [content, scheme]);
  return (
    <div className="chart-box">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
