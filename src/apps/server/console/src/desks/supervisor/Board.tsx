// Headline figures, and figures by group; each opens its cases.
import { NativeSelect, SimpleGrid, Stack, Table } from '@mantine/core';
import { useState } from 'react';
import { Empty, Loaded, Section } from '../../components/basics';
import { type Amount, type FigureTable, useFigures } from '../../figures';
import { useTexts } from '../../i18n';
import { type Behind, type PartProps, useFigureNames, useKeyNames } from './parts';

const kHeadline = [
  'cases',
  'done_rate',
  'repeated_trip_rate',
  'satisfaction',
  'on_time_rate',
  'same_day_rate',
  'open',
  'open_overdue',
  'urgings',
  'supervisions',
  'days_median',
  'days_p90',
];

const kGrouped = [
  'cases',
  'done_rate',
  'on_time_rate',
  'repeated_trips',
  'days_p90',
  'satisfaction',
];

const kDimensions = [
  'line',
  'district',
  'category',
  'channel',
  'matter',
  'reason',
  'route',
  'outcome',
  'demand',
  'month',
  'station',
];

export function Board({ scope, asOf, onBehind }: PartProps) {
  const { t } = useTexts();
  const [by, setBy] = useState('line');
  const names = useFigureNames();
  const headline = names.known(kHeadline);
  const asked = useFigures(names.list ? { ...scope, figure: headline.join(',') } : null, asOf.at);
  const grouped = names.known(kGrouped);
  const ofText = (name: string, amount: Amount | null | undefined) => {
    if (!amount || amount.of === 0) return '\u00a0';
    const of = amount.of.toLocaleString('en');
    return names.info(name)?.form === 'share'
      ? t('ofN', { value: amount.value.toLocaleString('en'), of })
      : t('amongN', { of });
  };
  const table = useFigures(
    names.list ? { ...scope, figure: grouped.join(','), by } : null,
    asOf.at,
  );
  return (
    <Stack gap="md">
      <Section title={t('figuresHeadline')}>
        <Loaded asked={asked}>
          {({ item }) => (
            <SimpleGrid cols={{ base: 2, sm: 3, md: 4 }} spacing="xs">
              {item.figures.map((name, i) => {
                const amount = item.rows[0]?.values[i];
                return (
                  <button
                    key={name}
                    type="button"
                    className="figure-card"
                    title={names.info(name)?.sentence}
                    onClick={() => onBehind({ figure: name })}
                  >
                    {names.label(name)}
                    <strong>{names.text(name, amount)}</strong>
                    <span className="hint">{ofText(name, amount)}</span>
                  </button>
                );
              })}
            </SimpleGrid>
          )}
        </Loaded>
      </Section>
      <Section
        title={t('figuresBy')}
        aside={
          <NativeSelect
            size="xs"
            aria-label={t('dimension')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
            data={kDimensions.map((name) => ({
              value: name,
              label: `${t('dimension')} ${names.dimension(name)}`,
            }))}
          />
        }
      >
        <Loaded asked={table}>
          {({ item }) => <Grouped table={item} by={by} onBehind={onBehind} />}
        </Loaded>
      </Section>
    </Stack>
  );
}

export function Grouped({
  table,
  by,
  onBehind,
}: {
  table: FigureTable;
  by: string;
  onBehind: (behind: Behind) => void;
}) {
  const { t } = useTexts();
  const names = useFigureNames();
  const keyName = useKeyNames();
  if (table.rows.length === 0) return <Empty>{t('nothingHere')}</Empty>;
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing={3} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{names.dimension(by)}</Table.Th>
            {table.figures.map((name) => (
              <Table.Th key={name} ta="right" title={names.info(name)?.sentence}>
                {names.label(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row) => {
            const key = row.keys[0] ?? '';
            return (
              <Table.Tr key={key}>
                <Table.Th scope="row">{keyName(by, key)}</Table.Th>
                {table.figures.map((name, i) => (
                  <Table.Td key={name} ta="right">
                    <button
                      type="button"
                      className="figure-cell"
                      onClick={() => onBehind({ figure: name, by, key })}
                      aria-label={`${keyName(by, key)} ${names.label(name)} ${names.text(name, row.values[i])}`}
                    >
                      {names.text(name, row.values[i])}
                    </button>
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
