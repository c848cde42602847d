// What is to be told and done once a case is registered.
import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Notice, StreamLink } from '../../components/basics';
import { Moment } from '../../components/time';
import { href } from '../../hooks';
import { useTexts } from '../../i18n';
import { type Done } from './Intake';

export function Registered({ done, onNext }: { done: Done; onNext: () => void }) {
  const { t } = useTexts();
  const { answer, seconds, notice } = done;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const { inquiry_code: code, earlier = [], duplicate, repeated } = answer.outcome ?? {};
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <h2 className="section-title">{t('registeredAs', { key: answer.item.key })}</h2>
        {seconds > 0 && (
          <Text size="sm" c="dimmed">
            {t('tookSeconds', { n: seconds })}
          </Text>
        )}
        {(duplicate || repeated) && <Notice tone="info">{t('recordedBefore')}</Notice>}
        {code && (
          <Alert variant="transparent" className="notice notice-good">
            <Text size="sm">{t('giveCode')}</Text>
            <Text fz={30} fw={700} className="code">
              {code}
            </Text>
          </Alert>
        )}
        {earlier.length > 0 && <Earlier earlier={earlier} />}
        <Group>
          {notice && (
            <Button component="a" href={notice}>
              {t('writeNotice')}
            </Button>
          )}
          <Button ref={next} variant={notice ? 'default' : 'filled'} onClick={onNext}>
            {t('nextCitizen')}
          </Button>
          <Button variant="default" component="a" href={href('case', answer.item.key)}>
            {t('openCase')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** Earlier cases of the same person (R45). */
export function Earlier({ earlier }: { earlier: readonly unknown[] }): ReactNode {
  const { t } = useTexts();
  return (
    <Notice tone="warn" title={t('earlierCases')}>
      <ul className="value-list">
        {earlier.map((one, i) => {
          const fields = (typeof one === 'string' ? { stream: one } : one) as {
            stream?: string;
            case?: string;
            matter?: string;
            reported_at?: string;
          };
          return (
            <li key={i}>
              <StreamLink stream={fields.stream ?? fields.case ?? ''} /> {fields.matter}{' '}
              {fields.reported_at && <Moment at={fields.reported_at} />}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
