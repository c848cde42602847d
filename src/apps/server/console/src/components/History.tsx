// What happened to a stream, event by event.
import { Anchor, Group, Text, Timeline } from '@mantine/core';
import { dictionary, useTexts } from '../i18n';
import { Moment } from './time';
import { ValueTable } from './ValueTable';

export interface HistoryEntry {
  position: number;
  version: number;
  occurred_at: string;
  recorded_at?: string;
  actor?: string | null;
  command_id?: string;
  event: { type: string; [field: string]: unknown };
}

export function History({
  entries,
  onVersion,
}: {
  entries: readonly HistoryEntry[];
  onVersion?: (version: number) => void;
}) {
  const { t, commandLabel, actorLabel } = useTexts();
  return (
    <Timeline bulletSize={14} lineWidth={2} active={entries.length}>
      {entries.map((entry) => {
        const { type, ...fields } = entry.event;
        return (
          <Timeline.Item key={entry.version} title={commandLabel(type)}>
            <Group gap="xs">
              <Text size="xs">
                <Moment at={entry.occurred_at} seconds />
              </Text>
              {entry.actor && <Text size="xs">{actorLabel(entry.actor)}</Text>}
              <Text size="xs" c="dimmed">
                #{entry.position}
              </Text>
              {onVersion && (
                <Anchor
                  component="button"
                  type="button"
                  fz="xs"
                  className="small-button"
                  onClick={() => onVersion(entry.version)}
                  aria-label={t('viewVersion', { n: entry.version })}
                >
                  {t('versionN', { n: entry.version })}
                </Anchor>
              )}
            </Group>
            <details>
              <summary>{t('details')}</summary>
              <ValueTable value={fields} fields={dictionary.events.get(type)} />
            </details>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
