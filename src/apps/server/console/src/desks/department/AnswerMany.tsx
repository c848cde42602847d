// One answer for many cases.
import { Anchor, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import {
  type Answer,
  asProblem,
  eventTypes,
  freshKey,
  getJson,
  give,
  type Stream,
  streamPath,
} from '../../api';
import { streamHref, Tag } from '../../components/basics';
import { sendsBy, useEventNames } from '../../forms/CommandForm';
import { toJson, type Values } from '../../forms/model';
import { useTexts } from '../../i18n';
import { commandOf, useWorkflow } from '../../workflows';
import { AnswerFields, kAnswer } from './AnswerFields';

interface Trial {
  key: string;
  version?: number;
  intent: string;
  result?: string;
  refusal?: string;
  done?: boolean;
}

/** One answer for many cases: each is tried out first; only those that would be taken are sent. */
export function AnswerMany({ cases, onClose }: { cases: string[]; onClose: () => void }) {
  const { t, lang } = useTexts();
  const names = useEventNames();
  const { data: workflow } = useWorkflow('case');
  const command = commandOf(workflow, kAnswer);
  const [values, setValues] = useState<Values>({});
  const [trials, setTrials] = useState<Trial[]>(() =>
    cases.map((key) => ({ key, intent: freshKey() })),
  );
  const [errors, setErrors] = useState<ReturnType<typeof toJson>['faults']>({});
  const [busy, setBusy] = useState(false);
  if (!command) return null;
  const change = (next: Values) => {
    setValues(next);
    // Another answer is another intent, and nothing is known of it yet.
    setTrials((before) =>
      before.map((trial) => (trial.done ? trial : { key: trial.key, intent: freshKey() })),
    );
  };
  const put = (key: string, said: Partial<Trial>) =>
    setTrials((before) =>
      before.map((trial) => (trial.key === key ? { ...trial, ...said } : trial)),
    );
  const each = async (dryRun: boolean) => {
    const made = toJson(command.fields, values);
    setErrors(made.faults);
    if (Object.keys(made.faults).length > 0) return;
    setBusy(true);
    for (const trial of trials) {
      if (trial.done || (!dryRun && !trial.result)) continue;
      try {
        const version = dryRun
          ? (await getJson<Answer<Stream>>(streamPath('case', trial.key))).item.version
          : trial.version;
        const answer = await give({
          kind: 'case',
          key: trial.key,
          command: command.type,
          fields: made.json,
          version,
          dryRun,
          intent: dryRun ? freshKey() : trial.intent,
        });
        put(trial.key, {
          version,
          result: names(answer) || eventTypes(answer).join(),
          refusal: undefined,
          done: !dryRun,
        });
      } catch (error) {
        const { body } = asProblem(error);
        put(trial.key, {
          result: undefined,
          refusal: (lang === 'zh' ? body.detail_zh : undefined) || body.detail || body.title,
        });
      }
    }
    setBusy(false);
  };
  const ready = trials.filter((trial) => trial.result && !trial.done).length;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={<strong>{t('answerMany', { n: cases.length })}</strong>}
      closeOnClickOutside={false}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void each(ready === 0);
        }}
        onKeyDown={(event) => sendsBy(event, () => void each(ready === 0))}
      >
        <Stack gap="sm">
          <Text size="sm">{t('answerManyHint')}</Text>
          <AnswerFields
            fields={command.fields}
            values={values}
            onChange={change}
            errors={{ faults: errors }}
          />
          <Table aria-live="polite">
            <Table.Tbody>
              {trials.map((trial) => (
                <Table.Tr key={trial.key}>
                  <Table.Td>
                    <Anchor href={streamHref('case', trial.key)} target="_blank">
                      {trial.key}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    {trial.refusal ? (
                      <Tag tone="bad">{t('refusedTitle')}</Tag>
                    ) : trial.done ? (
                      <Tag tone="good">{t('wasTaken')}</Tag>
                    ) : trial.result ? (
                      <Tag tone="good">{t('wouldBeTaken')}</Tag>
                    ) : (
                      <Tag>{t('pending')}</Tag>
                    )}
                  </Table.Td>
                  <Table.Td>{trial.refusal ?? trial.result}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Group>
            <Button
              variant={ready === 0 ? 'filled' : 'default'}
              loading={busy}
              onClick={() => void each(true)}
            >
              {t('tryAll')}
            </Button>
            <Button disabled={busy || ready === 0} onClick={() => void each(false)}>
              {t('sendAll', { n: ready })}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
