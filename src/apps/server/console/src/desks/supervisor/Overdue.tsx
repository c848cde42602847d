// What is late: open cases, limits that have passed, urging and supervision.
import { Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ListAnswer } from '../../api';
import { Empty, Loaded, Section, StreamLink } from '../../components/basics';
import { type Column, LiveList, Rows } from '../../components/LiveList';
import { Countdown } from '../../components/time';
import { useFigures } from '../../figures';
import { go, useAsk, useLive } from '../../hooks';
import { useTexts } from '../../i18n';
import { type Behind, useFigureNames } from './parts';

interface DeadlineRow {
  case: string;
  kind: string;
  due: string;
  unit?: string;
  station?: string;
}

export function Overdue({ onBehind }: { onBehind: (behind: Behind) => void }) {
  const { t, wordLabel } = useTexts();
  const [until] = useState(() => new Date().toISOString());
  const [size, setSize] = useState(100);
  const passed = useLive<DeadlineRow>('/v1/deadlines', { to: until, page_size: size });
  const open = useAsk<
    ListAnswer<{ number: string; station?: string; line?: string; due?: string }>
  >('/v1/ledger', {
    where: ['overdue=true', 'closed_at='],
    sort: 'due',
    fields: 'number,station,line,due',
    page_size: 200,
  });
  const columns: Column<DeadlineRow>[] = [
    { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.case} /> },
    { title: t('limits'), cell: (row) => wordLabel(row.kind, 'kind') },
    {
      title: t('owner'),
      cell: (row) => (row.unit === 'archive' ? t('inArchive') : (row.unit ?? row.station ?? '–')),
      wide: true,
    },
    { title: t('due'), cell: (row) => <Countdown due={row.due} /> },
  ];
  return (
    <Stack gap="md">
      <Section title={t('overdueOpen')}>
        <Loaded asked={open}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty>{t('nothingHere')}</Empty>
            ) : (
              <Rows
                rows={items.map((item) => ({ key: item.number, item }))}
                label={t('overdueOpen')}
                open={(row) => go('case', row.number)}
                columns={[
                  { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.number} /> },
                  { title: t('station'), cell: (row) => row.station, wide: true },
                  {
                    title: t('line'),
                    cell: (row) => wordLabel(row.line ?? '', 'line'),
                    wide: true,
                  },
                  { title: t('due'), cell: (row) => (row.due ? <Countdown due={row.due} /> : '–') },
                ]}
              />
            )
          }
        </Loaded>
      </Section>
      <Section title={t('limitsPassed')}>
        <LiveList
          label={t('limitsPassed')}
          live={passed}
          columns={columns}
          open={(row) => go('case', row.case)}
          onMore={size < 1000 ? () => setSize(1000) : undefined}
        />
      </Section>
      <Section title={`${t('urgedCases')} · ${t('supervisedCases')}`}>
        <Group>
          {(['urgings', 'supervisions', 'overdue', 'missed'] as const).map((figure) => (
            <OneFigure key={figure} figure={figure} onBehind={onBehind} />
          ))}
        </Group>
      </Section>
    </Stack>
  );
}

function OneFigure({ figure, onBehind }: { figure: string; onBehind: (behind: Behind) => void }) {
  const names = useFigureNames();
  const asked = useFigures({ figure });
  return (
    <div>
      <button type="button" className="figure-card" onClick={() => onBehind({ figure })}>
        {names.label(figure)}
        <strong>{names.text(figure, asked.data?.item.rows[0]?.values[0])}</strong>
      </button>
    </div>
  );
}
