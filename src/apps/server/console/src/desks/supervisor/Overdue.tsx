// What is late: open cases, limits that have passed, urging and supervision.
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Section, StreamLink } from '../../components/basics';
import { type Column, LiveList } from '../../components/LiveList';
import { Countdown } from '../../components/time';
import { useFigures } from '../../figures';
import { go, href, useLive } from '../../hooks';
import { useTexts } from '../../i18n';
import { useUnitNames } from '../../workflows';
import { type Behind, type PartProps, useFigureNames } from './parts';

interface DeadlineRow {
  case: string;
  kind: string;
  due: string;
  unit?: string;
  station?: string;
}
interface OpenRow {
  number: string;
  station?: string;
  line?: string;
  due?: string;
}

/** The longest page that the service gives. */
const kPageMost = 1000;
const kLate = ['overdue=true', 'closed_at='];

/** A list's page, made longer on demand. */
function usePageSize(): [number, (() => void) | undefined] {
  const [size, setSize] = useState(100);
  return [size, size < kPageMost ? () => setSize(Math.min(kPageMost, size * 3)) : undefined];
}

export function Overdue({ scope, asOf, onBehind }: PartProps) {
  const { t } = useTexts();
  return (
    <Stack gap="md">
      <OpenCases scope={scope} asOf={asOf} />
      {scope.as_of === undefined ? (
        <Passed />
      ) : (
        <Section title={t('limitsPassed')}>
          <Text size="sm">{t('limitsNowOnly')}</Text>
        </Section>
      )}
      <Section title={`${t('urgedCases')} · ${t('supervisedCases')}`}>
        <Group>
          {(['urgings', 'supervisions', 'overdue', 'missed'] as const).map((figure) => (
            <OneFigure key={figure} figure={figure} scope={scope} asOf={asOf} onBehind={onBehind} />
          ))}
        </Group>
      </Section>
    </Stack>
  );
}

function OpenCases({ scope, asOf }: Pick<PartProps, 'scope' | 'asOf'>) {
  const { t, wordLabel } = useTexts();
  const units = useUnitNames();
  const [size, more] = usePageSize();
  const query = {
    where: kLate,
    sort: 'due',
    fields: 'number,station,line,due',
    as_of: scope.as_of,
    page_size: size,
  };
  const live = useLive<OpenRow>('/v1/ledger', query, asOf.at);
  const columns: Column<OpenRow>[] = [
    { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.number} /> },
    { title: t('due'), cell: (row) => (row.due ? <Countdown due={row.due} /> : '–') },
    { title: t('station'), cell: (row) => units.label(row.station), wide: true },
    { title: t('line'), cell: (row) => wordLabel(row.line ?? '', 'line'), wide: true },
  ];
  const whole = new URLSearchParams(kLate.map((one) => ['where', one]));
  whole.set('sort', 'due');
  if (scope.as_of !== undefined) whole.set('as_of', String(scope.as_of));
  return (
    <Section title={t('overdueOpen')}>
      <LiveList
        label={t('overdueOpen')}
        live={live}
        columns={columns}
        open={(row) => go('case', row.number)}
        onMore={more}
      />
      {live.next && !more && <Anchor href={`${href('ledger')}?${whole}`}>{t('inLedger')}</Anchor>}
    </Section>
  );
}

/** Limits that have passed by the service's clock; it lets the list gain what passes meanwhile. */
function Passed() {
  const { t, wordLabel } = useTexts();
  const units = useUnitNames();
  const [size, more] = usePageSize();
  const live = useLive<DeadlineRow>('/v1/deadlines', { to: 'now', page_size: size });
  const columns: Column<DeadlineRow>[] = [
    { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.case} /> },
    { title: t('due'), cell: (row) => <Countdown due={row.due} /> },
    { title: t('limits'), cell: (row) => wordLabel(row.kind, 'kind') },
    { title: t('owner'), cell: (row) => units.label(row.unit ?? row.station), wide: true },
  ];
  return (
    <Section title={t('limitsPassed')}>
      <LiveList
        label={t('limitsPassed')}
        live={live}
        columns={columns}
        open={(row) => go('case', row.case)}
        onMore={more}
      />
    </Section>
  );
}

function OneFigure({
  figure,
  scope,
  asOf,
  onBehind,
}: PartProps & { figure: string; onBehind: (behind: Behind) => void }) {
  const names = useFigureNames();
  const asked = useFigures({ ...scope, figure }, asOf.at);
  return (
    <div>
      <button type="button" className="figure-card" onClick={() => onBehind({ figure })}>
        {names.label(figure)}
        <strong>{names.text(figure, asked.data?.item.rows[0]?.values[0])}</strong>
      </button>
    </div>
  );
}
