// Figures as charts, each with its table.
import { Grid } from '@mantine/core';
import { Loaded, Section } from '../../components/basics';
import { ChartBox } from '../../components/Chart';
import { numberOf, useFigures } from '../../figures';
import { useTexts } from '../../i18n';
import { Grouped } from './Board';
import { type PartProps, useFigureNames, useKeyNames } from './parts';

export function Charts({ scope, asOf, onBehind }: PartProps) {
  const charts: [string, 'bar' | 'line', string[]][] = [
    ['month', 'bar', ['cases', 'done_rate', 'on_time_rate']],
    ['line', 'bar', ['cases']],
    ['category', 'bar', ['cases']],
    ['district', 'bar', ['cases', 'satisfaction']],
    ['outcome', 'bar', ['cases']],
    ['grade', 'bar', ['rated']],
  ];
  return (
    <Grid gap="lg">
      {charts.map(([by, kind, figures]) => (
        <Grid.Col key={by} span={{ base: 12, md: by === 'month' || by === 'district' ? 12 : 6 }}>
          <FigureChart
            by={by}
            kind={kind}
            figures={figures}
            scope={scope}
            asOf={asOf}
            onBehind={onBehind}
          />
        </Grid.Col>
      ))}
    </Grid>
  );
}

function FigureChart({
  by,
  kind,
  figures,
  scope,
  asOf,
  onBehind,
}: PartProps & { by: string; kind: 'bar' | 'line'; figures: string[] }) {
  const { t, lang } = useTexts();
  const names = useFigureNames();
  const keyName = useKeyNames();
  const asked = useFigures({ ...scope, figure: figures.join(','), by }, asOf.at);
  const title = `${figures.map(names.label).join(lang === 'zh' ? '、' : ', ')} · ${t('dimension')} ${names.dimension(by)}`;
  return (
    <Section title={title}>
      <Loaded asked={asked}>
        {({ item }) => {
          const series = item.figures.map((name, i) => {
            const form = names.info(name)?.form ?? 'count';
            return {
              label: names.label(name),
              share: form === 'share',
              values: item.rows.map((row) => numberOf(row.values[i], form)),
            };
          });
          return (
            <>
              <ChartBox
                label={title}
                kind={kind}
                names={item.rows.map((row) => keyName(by, row.keys[0] ?? '').replace(/^\d+ /, ''))}
                series={series}
                onOpen={(i, one) =>
                  onBehind({ figure: item.figures[one]!, by, key: item.rows[i]?.keys[0] ?? '' })
                }
              />
              <details>
                <summary>{t('details')}</summary>
                <Grouped table={item} by={by} onBehind={onBehind} />
              </details>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
