// The cases that a value counts.
import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { ListAnswer, Query } from '../../api';
import { Empty, Loaded, StreamLink } from '../../components/basics';
import { type Column, Rows } from '../../components/LiveList';
import { go, useAsk } from '../../hooks';
import { useTexts } from '../../i18n';
import { type Behind, useFigureNames, useKeyNames } from './parts';

const kBehindMost = 100;

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
  const { t } = useTexts();
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
      <Loaded asked={asked}>
        {({ items }) => {
          const next = items.length === kBehindMost ? items.at(-1) : undefined;
          const columns: Column<string>[] = [
            { title: t('caseNumber'), cell: (stream) => <StreamLink stream={stream} /> },
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
                  open={(stream) => go('case', stream.replace(/^case\//, ''))}
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
