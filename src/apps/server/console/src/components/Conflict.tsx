// Somebody else was quicker: shows what happened since the version that was seen, and offers to go on.
import { Button, List, Text } from '@mantine/core';
import { type ListAnswer, type Problem, streamPath } from '../api';
import { useAsk } from '../hooks';
import { useTexts } from '../i18n';
import { Notice } from './basics';
import type { HistoryEntry } from './History';
import { momentText } from './time';

export function ConflictNotice({
  kind,
  streamKey,
  seen = 0,
  problem,
  onReload,
}: {
  kind: string;
  streamKey: string;
  seen?: number;
  problem: Problem;
  onReload: () => void;
}) {
  const { t, lang, commandLabel, actorLabel } = useTexts();
  const asked = useAsk<ListAnswer<HistoryEntry>>(
    streamPath(kind, streamKey, '/history'),
    undefined,
    { quiet: true },
  );
  const since = (asked.data?.items ?? []).filter((entry) => entry.version > seen);
  const actual = problem.body.actual ?? asked.data?.items.at(-1)?.version ?? '?';
  return (
    <Notice tone="warn" title={t('conflictTitle')}>
      <Text size="sm">{t('conflictText', { seen, actual })}</Text>
      <List size="sm" my="xs">
        {since.map((entry) => (
          <List.Item key={entry.version}>
            {momentText(entry.occurred_at, lang)} · {commandLabel(entry.event.type)} ·{' '}
            {actorLabel(entry.actor ?? '')}
          </List.Item>
        ))}
      </List>
      <Button size="xs" onClick={onReload}>
        {t('reloadKeep')}
      </Button>
    </Notice>
  );
}
