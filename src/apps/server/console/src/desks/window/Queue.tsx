// The cases of the station, live.
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Section, StreamLink, Tag } from '../../components/basics';
import { type Column, LiveList } from '../../components/LiveList';
import { Countdown } from '../../components/time';
import { go, useLive } from '../../hooks';
import { useTexts } from '../../i18n';

export interface CaseRow {
  case: string;
  station: string;
  unit: string;
  line: string;
  phase: string;
  clock: string;
  reported_at: string;
  overdue?: boolean;
  next_deadline?: { kind: string; due: string } | null;
}

/** The longest page that the service gives. */
const kPageMost = 1000;

export function Queue({ station }: { station: string }) {
  const { t, wordLabel } = useTexts();
  const [openOnly, setOpenOnly] = useState(true);
  const [size, setSize] = useState(100);
  const live = useLive<CaseRow>('/v1/cases', { station, open: openOnly, page_size: size });
  const columns: Column<CaseRow>[] = [
    { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.case} /> },
    {
      title: t('phase'),
      cell: (row) => (
        <>
          {wordLabel(row.phase, 'stage')}{' '}
          {row.overdue && <Tag tone="bad">{wordLabel('overdue', 'clock')}</Tag>}
        </>
      ),
    },
    { title: t('line'), cell: (row) => wordLabel(row.line, 'line'), wide: true },
    {
      title: t('due'),
      cell: (row) => (row.next_deadline ? <Countdown due={row.next_deadline.due} /> : '–'),
    },
  ];
  return (
    <Section
      title={t('queue')}
      aside={
        <Checkbox
          size="sm"
          label={t('openOnly')}
          checked={openOnly}
          onChange={(event) => setOpenOnly(event.currentTarget.checked)}
        />
      }
    >
      <LiveList
        label={t('queue')}
        live={live}
        columns={columns}
        open={(row) => go('case', row.case)}
        onMore={size < kPageMost ? () => setSize(Math.min(kPageMost, size * 3)) : undefined}
      />
    </Section>
  );
}
