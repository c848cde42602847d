// Moments, days and limits as people read them.
import { Text } from '@mantine/core';
import { useNow } from '../hooks';
import { type Lang, useTexts } from '../i18n';
import { Tag } from './basics';

const kZone = 'Asia/Shanghai';

export function momentText(at: string | number | Date, lang: Lang, seconds = false): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  return new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: kZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: seconds ? '2-digit' : undefined,
    hour12: false,
  }).format(date);
}
export function Moment({
  at,
  seconds,
}: {
  at: string | number | undefined | null;
  seconds?: boolean;
}) {
  const { lang } = useTexts();
  if (at === undefined || at === null || at === '') return <>–</>;
  return (
    <time
      dateTime={new Date(at).toString() === 'Invalid Date' ? undefined : new Date(at).toISOString()}
    >
      {momentText(at, lang, seconds)}
    </time>
  );
}

/** A distance in its two largest units: 2 天 3 小时. */
export function spanText(ms: number, lang: Lang): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const units: [number, string, string][] = [
    [86_400, '天', 'd'],
    [3_600, '小时', 'h'],
    [60, '分', 'min'],
    [1, '秒', 's'],
  ];
  let first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) first = units.length - 1;
  let rest = seconds;
  const parts: string[] = [];
  for (const [size, zh, en] of units.slice(first, first + 2)) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0 || parts.length === 0) parts.push(`${n} ${lang === 'zh' ? zh : en}`);
  }
  return parts.join(' ');
}

/** How long until a limit ends, or since when it has passed; counts down. */
export function Countdown({ due, provisional }: { due: string; provisional?: boolean }) {
  const { t, lang } = useTexts();
  const left = new Date(due).getTime() - useNow(1000);
  const text =
    left >= 0
      ? t('timeLeft', { span: spanText(left, lang) })
      : t('timeOver', { span: spanText(left, lang) });
  const tone = left < 0 ? 'bad' : left < 86_400_000 ? 'warn' : 'plain';
  return (
    <span title={momentText(due, lang)}>
      <Tag tone={tone}>{text}</Tag>
      {provisional && (
        <Text span size="xs">
          {' '}
          {t('provisional')}
        </Text>
      )}
    </span>
  );
}
