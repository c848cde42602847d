// The cases that a value counts.
import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { ListAnswer, Query } from '../../api';
import { Empty, Loaded, ProblemNotice, StreamLink } from '../../components/basics';
import { type Column, Rows } from '../../components/LiveList';
import { Countdown, Moment } from '../../components/time';
import { go, useAsk } from '../../hooks';
import { useTexts } from '../../i18n';
import { useUnitNames } from '../../workflows';
import { type Behind, useFigureNames, useKeyNames } from './parts';

const kBehindMost = 100;

interface LedgerRow {
  number: string;
  phase?: string;
  unit?: string | null;
  due?: string | null;
  closed_at?: string | null;
}
function numberOf(stream: string): string {
  return stream.replace(/^case\//, '');
}

/** The cases that a value counts (R33). */
export function CasesBehind({
  behind,
  scope,
  onClose,
}: {
  behind: Behind;
  scope: Query;
  onClose: () => void;
}) {
  const { t, wordLabel } = useTexts();
  const units = useUnitNames();
  const names = useFigureNames();
  const keyName = useKeyNames();
  const [after, setAfter] = useState<string>();
  const asked = useAsk<ListAnswer<string>>(
    '/v1/figures/cases',
    {
      ...scope,
      figure: behind.figure,
      by: behind.by,
      keys: behind.key,
      most: kBehindMost,
      after,
    },
    { quiet: true },
  );
  const numbers = (asked.data?.items ?? []).map(numberOf);
  const rows = useAsk<ListAnswer<LedgerRow>>(
    numbers.length === 0 ? null : '/v1/ledger',
    {
      where: [`number=${numbers.join(',')}`],
      fields: 'number,phase,unit,due,closed_at',
      as_of: scope.as_of,
      page_size: kBehindMost,
    },
    { quiet: true },
  );
  const found = new Map(rows.data?.items.map((one) => [one.number, one]));
  const row = (stream: string): LedgerRow | undefined => found.get(numberOf(stream));
  const title =
    behind.by === undefined
      ? t('casesBehind', { figure: names.label(behind.figure) })
      : t('casesBehindOf', {
          figure: names.label(behind.figure),
          group: keyName(behind.by, behind.key ?? ''),
        });
  return (
    <Modal opened onClose={onClose} title={<strong>{title}</strong>} size="lg">
      <Text size="sm" c="dimmed">
        {t('casesHidden')}
      </Text>
      {rows.problem && <ProblemNotice problem={rows.problem} retry={rows.reload} />}
      <Loaded asked={asked}>
        {({ items, next }) => {
          const columns: Column<string>[] = [
            { title: t('caseNumber'), cell: (stream) => <StreamLink stream={stream} /> },
            {
              title: t('phase'),
              cell: (stream) => wordLabel(row(stream)?.phase ?? '–', 'stage'),
            },
            {
              title: t('due'),
              cell: (stream) => {
                const { due, closed_at: closed } = row(stream) ?? {};
                return due && !closed ? <Countdown due={due} /> : <Moment at={due} />;
              },
            },
            { title: t('owner'), cell: (stream) => units.label(row(stream)?.unit), wide: true },
          ];
          return (
            <>
              <Text size="sm" role="status">
                {t('nItems', { n: items.length })}
              </Text>
              {items.length === 0 ? (
                <Empty>{t('nothingHere')}</Empty>
              ) : (
                <Rows
                  rows={items.map((stream) => ({ key: stream, item: stream }))}
                  columns={columns}
                  label={title}
                  open={(stream) => go('case', numberOf(stream))}
                />
              )}
              {next && (
                <button type="button" className="figure-cell" onClick={() => setAfter(next)}>
                  {t('nextPage')}
                </button>
              )}
            </>
          );
        }}
      </Loaded>
    </Modal>
  );
}
