// One case: what is asked, and its answer.
import { Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type CommandAnswer, type Stream } from '../../api';
import { announce, Notice, ProblemNotice, Section, StreamLink } from '../../components/basics';
import { ConflictNotice } from '../../components/Conflict';
import type { HistoryEntry } from '../../components/History';
import { Similar } from '../../components/Similar';
import { Steps, takes } from '../../components/Steps';
import { sendsBy, useEventNames } from '../../forms/CommandForm';
import { type Values } from '../../forms/model';
import { useCommand, useSeenVersion } from '../../forms/useCommand';
import { useTexts } from '../../i18n';
import { useStream } from '../../useStream';
import { type Command, commandOf, useWorkflow } from '../../workflows';
import { ClearLook } from '../../components/Stream';
import { CaseTags, Limits, caseState } from '../Case';
import { AnswerFields, kAnswer } from './AnswerFields';

export function Answering({ caseKey }: { caseKey: string }) {
  const { t } = useTexts();
  const names = useEventNames();
  const { data: workflow } = useWorkflow('case');
  const { stream, history, problem, reload } = useStream('case', caseKey);
  const command = commandOf(workflow, kAnswer);
  if (problem) return <ProblemNotice problem={problem} retry={reload} />;
  if (!workflow || !stream || !command) return <Text role="status">{t('loading')}</Text>;
  const done = (answer: CommandAnswer<Stream>) => {
    announce(t('recorded', { events: names(answer) }));
    reload();
  };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <h2 className="section-title">
          <StreamLink stream={`case/${caseKey}`} />
        </h2>
        <CaseTags stream={stream} />
      </Group>
      <Question history={history} />
      <div>
        <ClearLook
          workflow={workflow}
          stream={stream}
          show={(seen) => <Question history={seen.history ?? []} />}
        />
      </div>
      {takes(stream, kAnswer) ? (
        <AnswerForm command={command} stream={stream} onDone={done} onReload={reload} />
      ) : (
        <Notice tone="info">{t('noAnswerStep')}</Notice>
      )}
      <Section title={t('nextSteps')}>
        <Steps
          workflow={workflow}
          stream={stream}
          without={[kAnswer]}
          first={['object_to_line', 'answer_support', 'answer_consultation']}
          onDone={done}
          onReload={reload}
        />
      </Section>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Limits limits={caseState(stream).current_deadlines ?? []} />
        <Section title={t('similar')}>
          <Similar query={{ case: caseKey, most: 5 }} />
        </Section>
      </SimpleGrid>
    </Stack>
  );
}

/** What the station asked last, and what it had tried. */
function Question({ history }: { history: readonly HistoryEntry[] }) {
  const { t } = useTexts();
  const asked = history
    .filter((entry) => /escalated|support_asked|consulted|unit_asked/.test(entry.event.type))
    .at(-1);
  if (!asked) return null;
  const { question, tried } = asked.event as { question?: string; tried?: string };
  return (
    <Paper withBorder p="sm">
      <Text size="sm" fw={600}>
        {t('asked')}
      </Text>
      <Text className="pre">{question || '–'}</Text>
      {tried && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {t('triedSoFar')}
          </Text>
          <Text className="pre">{tried}</Text>
        </>
      )}
    </Paper>
  );
}

function AnswerForm({
  command,
  stream,
  onDone,
  onReload,
}: {
  command: Command;
  stream: Stream;
  onDone: (answer: CommandAnswer<Stream>) => void;
  onReload: () => void;
}) {
  const { t } = useTexts();
  const names = useEventNames();
  const [values, setValues] = useState<Values>({});
  const giving = useCommand('case', command.type, stream.key);
  const [seen, renew] = useSeenVersion(stream.version, Object.keys(values).length > 0);
  const send = async (dryRun: boolean) => {
    const answer = await giving.submit(command.fields, values, { dryRun, version: seen });
    if (answer && !dryRun) onDone(answer);
  };
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
      onKeyDown={(event) => sendsBy(event, () => void send(false))}
    >
      <h2 className="section-title">{t('answerTitle')}</h2>
      <Stack gap="sm" mt="xs">
        <AnswerFields
          fields={command.fields}
          values={values}
          onChange={setValues}
          errors={giving.errors}
        />
        {giving.retry > 0 && <Notice tone="warn">{t('retrying', { n: giving.retry })}</Notice>}
        {giving.problem &&
          (giving.problem.isConflict ? (
            <ConflictNotice
              kind="case"
              streamKey={stream.key}
              seen={seen}
              problem={giving.problem}
              onReload={() => {
                renew(giving.problem?.body.actual);
                giving.reset();
                onReload();
              }}
            />
          ) : (
            <ProblemNotice problem={giving.problem} />
          ))}
        {giving.tried && (
          <Notice tone="info">
            {t('wouldCome', { events: names(giving.tried) })} ({t('nothingRecorded')})
          </Notice>
        )}
        <Group>
          <Button type="submit" loading={giving.busy}>
            {t('send')}
          </Button>
          <Button variant="default" onClick={() => void send(true)} disabled={giving.busy}>
            {t('tryOut')}
          </Button>
          <Text size="xs" c="dimmed" className="wide-only">
            {t('submitHint')}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}
