// A citizen's own case: where it stands, who has it, until when, what is missing, and what can be done.
import { Button, Paper, Radio, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { CommandAnswer, Stream } from '../api';
import { announce, Notice, PageTitle, ProblemNotice, Section } from '../components/basics';
import { ConflictNotice } from '../components/Conflict';
import type { HistoryEntry } from '../components/History';
import { Receipt } from '../components/Receipt';
import { Steps, takes } from '../components/Steps';
import { ClearLook } from '../components/Stream';
import { Countdown, Moment } from '../components/time';
import { useEventNames } from '../forms/CommandForm';
import { faultOf } from '../forms/Fields';
import type { Values } from '../forms/model';
import { useCommand, useSeenVersion } from '../forms/useCommand';
import { useTexts } from '../i18n';
import { useSession, useSigned } from '../session';
import { useStream } from '../useStream';
import { type Command, commandOf, type UnitNames, useUnitNames, useWorkflow } from '../workflows';
import { caseState } from './Case';

export function CitizenDesk({ caseKey }: { caseKey?: string }) {
  const { t } = useTexts();
  const session = useSigned();
  const key = caseKey ?? session.stream?.replace(/^case\//, '');
  if (!key) return <Text p="md">{t('whoseCase')}</Text>;
  return <Matter key={key} caseKey={key} />;
}

/** The unit by the name that people know: as the case says it, else as the registers do. */
function ownerOf(state: ReturnType<typeof caseState>, units: UnitNames): string {
  const { station, station_name: name } = (state.intake ?? {}) as {
    station?: string;
    station_name?: string;
  };
  const owner = state.owner ?? '';
  return (owner === station && name) || units.name(owner) || owner || '–';
}

function Matter({ caseKey }: { caseKey: string }) {
  const { t, lang, wordLabel } = useTexts();
  const names = useEventNames();
  const units = useUnitNames();
  const { code } = useSession();
  const { data: workflow, problem } = useWorkflow('case');
  const { stream, history, problem: streamProblem, reload } = useStream('case', caseKey);
  if (problem ?? streamProblem)
    return <ProblemNotice problem={(problem ?? streamProblem)!} retry={reload} />;
  if (!workflow || !stream) return <Text role="status">{t('loading')}</Text>;
  const state = caseState(stream);
  const next = (state.current_deadlines ?? [])
    .filter((limit) => !limit.met_at)
    .sort((a, b) => a.at.localeCompare(b.at))[0];
  const missing = state.work?.outstanding ?? [];
  const done = (answer: CommandAnswer<Stream>) => {
    announce(t('recorded', { events: names(answer) }));
    reload();
  };
  const rate = commandOf(workflow, 'rate');
  return (
    <Stack gap="md" maw={820} mx="auto">
      <PageTitle>
        {t('citizen')} {caseKey}
      </PageTitle>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Fact label={t('whereItStands')}>
          {(lang === 'zh' && state.phase_zh) || wordLabel(state.phases?.stage ?? '', 'stage')}
        </Fact>
        <Fact label={t('whoHasIt')}>{ownerOf(state, units)}</Fact>
        <Fact label={t('untilWhen')}>
          {next ? (
            <>
              <Moment at={next.at} />
              <br />
              <Countdown due={next.at} provisional={next.provisional} />
            </>
          ) : (
            '–'
          )}
        </Fact>
        <Fact label={t('whatIsMissing')}>
          {missing.length === 0 ? (
            t('nothingMissing')
          ) : (
            <ul className="value-list">
              {missing.map((item) => (
                <li key={item.code}>
                  {item.material}
                  {item.requirement && <div className="hint">{item.requirement}</div>}
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </SimpleGrid>
      <Reply history={history} />
      <div>
        <ClearLook
          workflow={workflow}
          stream={stream}
          show={(seen) => <Reply history={seen.history ?? []} />}
        />
      </div>
      {rate && takes(stream, 'rate') && <Rate command={rate} stream={stream} onDone={done} />}
      <Section title={t('whatYouCanDo')}>
        <Steps
          workflow={workflow}
          stream={stream}
          without={['rate']}
          first={['supplement_all', 'message']}
          onDone={done}
          onReload={reload}
          hidden={(command) =>
            command === 'withdraw' && code ? ['proof', 'reference', 'code'] : ['proof', 'code']
          }
          initial={(command) =>
            command === 'withdraw' ? { proof: 'code', reference: code } : undefined
          }
        />
      </Section>
      <Passed history={history} />
      <Receipt caseKey={caseKey} />
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Text size="sm" c="dimmed" component="h2" m={0} fw={500}>
        {label}
      </Text>
      <div className="progress-line">{children}</div>
    </Paper>
  );
}

/** What was answered last, in the words for citizens. */
function Reply({ history }: { history: readonly HistoryEntry[] }) {
  const { t } = useTexts();
  const told = history
    .filter(({ event }) => typeof event.reply === 'string' && event.reply !== '')
    .at(-1);
  if (!told) return null;
  const { reply, next_step: next } = told.event as { reply?: string; next_step?: string };
  return (
    <Notice tone="info" title={t('yourReply')}>
      <Text className="pre">{reply}</Text>
      {next && (
        <Text className="pre" mt="xs">
          {next}
        </Text>
      )}
    </Notice>
  );
}

const kGrades = [
  ['grade', 'wholeGrade'],
  ['service', 'service'],
  ['policy', 'policy'],
] as const;

/** Five grades, of the whole, the service and the policy; none is chosen beforehand (R17). */
function Rate({
  command,
  stream,
  onDone,
}: {
  command: Command;
  stream: Stream;
  onDone: (answer: CommandAnswer<Stream>) => void;
}) {
  const { t, wordLabel } = useTexts();
  const [values, setValues] = useState<Values>({});
  const giving = useCommand('case', command.type, stream.key);
  const [seen, renew] = useSeenVersion(stream.version, Object.keys(values).length > 0);
  const fields = command.fields.map((field) =>
    field.name === 'grade' ? { ...field, required: true } : field,
  );
  const send = async () => {
    const answer = await giving.submit(fields, { ...values, way: 'code' }, { version: seen });
    if (!answer) return;
    announce(t('thanksRated'));
    onDone(answer);
  };
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm">
        <h2 className="section-title">{t('rateIt')}</h2>
        <Text size="sm">{t('rateHint')}</Text>
        {kGrades.map(([name, label]) => {
          const field = fields.find((one) => one.name === name);
          return (
            field && (
              <Radio.Group
                key={name}
                name={name}
                label={t(label)}
                withAsterisk={field.required}
                data-path={name}
                error={faultOf(giving.errors, name, t)}
                value={String(values[name] ?? '')}
                onChange={(grade) => setValues({ ...values, [name]: grade })}
              >
                <SimpleGrid cols={{ base: 1, xs: 5 }} mt={4} spacing={6}>
                  {field.words.map((word) => (
                    <Radio key={word.value} value={word.value} label={wordLabel(word, name)} />
                  ))}
                </SimpleGrid>
              </Radio.Group>
            )
          );
        })}
        <Textarea
          label={t('yourWords')}
          autosize
          minRows={2}
          value={String(values.comment ?? '')}
          onChange={(event) => setValues({ ...values, comment: event.currentTarget.value })}
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
              }}
            />
          ) : (
            <ProblemNotice problem={giving.problem} />
          ))}
        <Button type="submit" loading={giving.busy} w="fit-content">
          {t('send')}
        </Button>
      </Stack>
    </Paper>
  );
}

/** What happened, without who did it. */
function Passed({ history }: { history: readonly HistoryEntry[] }) {
  const { t, commandLabel } = useTexts();
  return (
    <Section title={t('passedSteps')}>
      <ol className="value-list">
        {history.map((entry) => (
          <li key={entry.version}>
            <Moment at={entry.occurred_at} /> · {commandLabel(entry.event.type)}
          </li>
        ))}
      </ol>
    </Section>
  );
}
