// The ledger: every case as a row, by conditions and by words (R26).
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ListAnswer } from '../api';
import { Empty, Loaded, PageTitle, StreamLink, Tag } from '../components/basics';
import { type Column, Rows } from '../components/LiveList';
import { Moment } from '../components/time';
import { go, href, useAsk } from '../hooks';
import { useTexts } from '../i18n';
import { useUnitNames } from '../workflows';
import { useKeyNames } from './supervisor/parts';

interface LedgerRow {
  number: string;
  station?: string;
  line?: string;
  matter?: string;
  phase?: string;
  outcome?: string | null;
  overdue?: boolean;
  reported_at?: string;
  closed_at?: string | null;
}

export function LedgerDesk({ query }: { query: URLSearchParams }) {
  const { t, wordLabel } = useTexts();
  const units = useUnitNames();
  const keyName = useKeyNames();
  const [text, setText] = useState(query.get('text') ?? '');
  const [where, setWhere] = useState(query.getAll('where').join(', '));
  const after = query.get('after') ?? undefined;
  const asked = useAsk<ListAnswer<LedgerRow>>('/v1/ledger', {
    text: query.get('text'),
    where: query.getAll('where'),
    sort: query.get('sort') ?? '-reported_at',
    as_of: query.get('as_of'),
    fields: 'number,station,line,matter,phase,outcome,overdue,reported_at,closed_at',
    page_size: 50,
    after,
  });
  const link = (next?: string) => {
    const made = new URLSearchParams();
    if (text.trim()) made.set('text', text.trim());
    where
      .split(/,\s+/)
      .map((one) => one.trim())
      .filter(Boolean)
      .forEach((one) => made.append('where', one));
    if (query.get('as_of')) made.set('as_of', query.get('as_of')!);
    if (next) made.set('after', next);
    return `${href('ledger')}?${made}`;
  };
  const columns: Column<LedgerRow>[] = [
    { title: t('caseNumber'), cell: (row) => <StreamLink stream={row.number} /> },
    {
      title: t('phase'),
      cell: (row) => (
        <>
          {wordLabel(row.phase ?? '', 'stage')}{' '}
          {row.overdue && <Tag tone="bad">{wordLabel('overdue', 'clock')}</Tag>}
        </>
      ),
    },
    { title: t('outcome'), cell: (row) => (row.outcome ? wordLabel(row.outcome, 'outcome') : '–') },
    { title: t('station'), cell: (row) => units.label(row.station), wide: true },
    { title: t('line'), cell: (row) => wordLabel(row.line ?? '', 'line'), wide: true },
    { title: t('matter'), cell: (row) => keyName('matter', row.matter ?? null), wide: true },
    { title: t('reported'), cell: (row) => <Moment at={row.reported_at} />, wide: true },
  ];
  return (
    <>
      <PageTitle>{t('ledger')}</PageTitle>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          location.hash = link();
        }}
      >
        <Group align="flex-end" mb="sm">
          <TextInput
            label={t('ledgerWords')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <TextInput
            className="grow"
            miw={240}
            label={t('ledgerWhere')}
            description={t('ledgerWhereHint')}
            value={where}
            onChange={(event) => setWhere(event.currentTarget.value)}
          />
          <Button type="submit">{t('search')}</Button>
        </Group>
      </form>
      <Loaded asked={asked}>
        {({ items, next }) => (
          <>
            <Text size="sm" role="status">
              {t('nItems', { n: items.length })}
              {next ? ` ${t('andMore')}` : ''}
            </Text>
            {items.length === 0 ? (
              <Empty>{t('nothingHere')}</Empty>
            ) : (
              <Rows
                rows={items.map((item) => ({ key: item.number, item }))}
                columns={columns}
                label={t('ledger')}
                open={(row) => go('case', row.number)}
              />
            )}
            <Group>
              {after && (
                <Button variant="default" component="a" href={link()}>
                  {t('firstPage')}
                </Button>
              )}
              {next && (
                <Button variant="default" component="a" href={link(next)}>
                  {t('nextPage')}
                </Button>
              )}
            </Group>
          </>
        )}
      </Loaded>
    </>
  );
}
