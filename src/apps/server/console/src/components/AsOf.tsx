// A slider over the time of the log: figures as they stood then.
import { Button, Group, Slider, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type Answer } from '../api';
import { useAsk, useDebounced, useNow } from '../hooks';
import { useTexts } from '../i18n';
import { momentText } from './time';

export interface AsOf {
  /** The position to ask for; undefined: now. */
  position?: number;
  /** The moment that was chosen. */
  at?: number;
  /** A moment is chosen, its position not known yet. */
  pending: boolean;
}

const kDay = 86_400_000;
/** The end of the day in Shanghai, n days after the day of `from`. */
export function endOfDay(from: number, n: number): number {
  const offset = 8 * 3_600_000;
  return Math.floor((from + offset) / kDay) * kDay - offset + (n + 1) * kDay - 1;
}

interface Where {
  position: number;
  head: number;
  /** When the log's first and last records were recorded. */
  begun_at?: string | null;
  head_at?: string | null;
}

export function useAsOf(): [AsOf, React.ReactNode] {
  const { t, lang } = useTexts();
  const now = useNow(60_000);
  const log = useAsk<Answer<Where>>('/v1/position', undefined, { quiet: true }).data?.item;
  const start = useMemo(() => {
    const time = Date.parse(log?.begun_at ?? '');
    return Number.isNaN(time) ? now - 365 * kDay : time;
  }, [log, now]);
  // A log of the past ends where its last record does.
  const end = Math.max(start, Date.parse(log?.head_at ?? '') || now);
  const days = Math.max(1, Math.ceil((end - start) / kDay));
  const [day, setDay] = useState<number>();
  const settled = useDebounced(day, 250);
  const at = settled === undefined ? undefined : Math.min(endOfDay(start, settled), now);
  const asked = useAsk<Answer<Where>>(
    at === undefined ? null : '/v1/position',
    { at: at === undefined ? undefined : new Date(at).toISOString() },
    { quiet: true },
  );
  const position = at === undefined || !asked.data ? undefined : asked.data.item.position;
  const shown = day === undefined ? t('now') : momentText(endOfDay(start, day), lang);
  const slider = (
    <Group gap="md" wrap="nowrap" align="center" my="xs">
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {t('asOf')}
      </Text>
      <Slider
        className="grow"
        min={0}
        max={days}
        step={1}
        value={day ?? days}
        onChange={(value) => setDay(value >= days ? undefined : value)}
        label={null}
        thumbLabel={t('asOfHint')}
        thumbProps={{ 'aria-valuetext': shown }}
      />
      <Text size="sm" miw={130} ta="right">
        {shown}
      </Text>
      <Button
        size="xs"
        variant="default"
        disabled={day === undefined}
        onClick={() => setDay(undefined)}
      >
        {t('now')}
      </Button>
    </Group>
  );
  return [
    {
      position,
      at,
      pending: day !== undefined && (settled !== day || (position === undefined && asked.busy)),
    },
    slider,
  ];
}
