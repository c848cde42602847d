// The closest earlier cases, and what came of them.
import { Group, Stack, Text } from '@mantine/core';
import type { ListAnswer, Query } from '../api';
import { useAsk } from '../hooks';
import { useTexts } from '../i18n';
import { Empty, ProblemNotice, StreamLink, Tag } from './basics';

interface SimilarCase {
  number?: string;
  case?: string;
  stream?: string;
  key?: string;
  score?: number | null;
  overlap?: number | null;
  near_duplicate?: boolean;
  matter?: string;
  station?: string;
  outcome?: string | null;
  rating?: string | null;
  reported_at?: string;
  standard_reply?: string | null;
  wording?: string | null;
}

/** The service has no such index: it will not have one at the next page either. */
let off = false;

export function Similar({ query, quiet = false }: { query: Query | null; quiet?: boolean }) {
  const { t, wordLabel } = useTexts();
  const asked = useAsk<ListAnswer<SimilarCase>>(
    query === null || off ? null : '/v1/similar',
    query ?? {},
    { quiet: true },
  );
  if (query === null) return null;
  off ||= ['keys_unavailable', 'not_sealed'].includes(asked.problem?.name ?? '');
  if (off) return <Empty>{t('similarOff')}</Empty>;
  if (asked.problem) {
    return quiet ? null : <ProblemNotice problem={asked.problem} retry={asked.reload} />;
  }
  if (!asked.data) return null;
  if (asked.data.items.length === 0) return <Empty>{t('similarNone')}</Empty>;
  return (
    <Stack gap={6} role="list" aria-label={t('similar')}>
      {asked.data.items.map((one, i) => {
        const key = one.number ?? one.case ?? one.key ?? one.stream ?? String(i);
        return (
          <div key={key} role="listitem" className="similar">
            <Group gap={6}>
              <StreamLink stream={key} />
              {one.outcome && (
                <Tag tone={one.outcome === 'done' ? 'good' : 'plain'}>
                  {wordLabel(one.outcome, 'outcome')}
                </Tag>
              )}
              {one.rating && <Tag>{wordLabel(one.rating, 'grade')}</Tag>}
              {typeof one.score === 'number' && (
                <Text size="xs" c="dimmed">
                  {t('score')} {one.score.toFixed(2)}
                </Text>
              )}
            </Group>
            {(one.wording ?? one.standard_reply) && (
              <Text size="sm">
                {t('replyGiven')}：{one.wording ?? one.standard_reply}
              </Text>
            )}
          </div>
        );
      })}
    </Stack>
  );
}
