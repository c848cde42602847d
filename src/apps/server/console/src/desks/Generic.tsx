// Any workflow: what the service says of it, and one stream of it. Knows no kind by name.
import { Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Query, shortName } from '../api';
import {
  announce,
  Empty,
  Loaded,
  Notice,
  PageTitle,
  ProblemNotice,
  Section,
  streamHref,
  StreamLink,
} from '../components/basics';
import { Steps } from '../components/Steps';
import { ClearLook, HistorySection, LooksSection, StateSection } from '../components/Stream';
import { Moment } from '../components/time';
import { CommandDialog, useEventNames } from '../forms/CommandForm';
import type { Field } from '../forms/model';
import { href, useAsk } from '../hooks';
import { useTexts } from '../i18n';
import { useStream } from '../useStream';
import { type Command, useWorkflow, useWorkflows } from '../workflows';

export function WorkflowsDesk() {
  const { t, lang, kindLabel } = useTexts();
  const found = useWorkflows();
  return (
    <>
      <PageTitle>{t('workflows')}</PageTitle>
      {found.problem && <ProblemNotice problem={found.problem} />}
      <Table verticalSpacing={8}>
        <Table.Tbody>
          {found.data?.map((row) => (
            <Table.Tr key={row.kind}>
              <Table.Th scope="row">
                <Anchor href={href('w', row.kind)}>{kindLabel(row.kind, row.zh)}</Anchor>
              </Table.Th>
              <Table.Td>
                <code>{row.kind}</code>
              </Table.Td>
              <Table.Td className="wide-only" lang={lang === 'zh' ? 'en' : undefined}>
                {row.doc}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

export function WorkflowDesk({ kind }: { kind: string }) {
  const { t, pick, commandLabel, kindLabel } = useTexts();
  const { data: workflow, problem } = useWorkflow(kind);
  const [key, setKey] = useState('');
  const [begun, setBegun] = useState<Command>();
  const [ownKey, setOwnKey] = useState('');
  if (problem) return <ProblemNotice problem={problem} />;
  if (!workflow) return <Text>{t('loading')}</Text>;
  const beginning = workflow.commands.filter((command) => command.begins);
  // A key that is left empty is made by the workflow, where it can.
  const given = workflow.key || ownKey || undefined;
  return (
    <Stack gap="md">
      <PageTitle>
        {kindLabel(kind, workflow.zh)} <code>{kind}</code>
      </PageTitle>
      {workflow.doc && (
        <Text lang="en" c="dimmed">
          {workflow.doc}
        </Text>
      )}
      <Section title={t('openByKey')}>
        {workflow.key ? (
          <StreamLink stream={`${kind}/${workflow.key}`} />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (key.trim()) location.hash = streamHref(kind, key.trim());
            }}
          >
            <Group align="flex-end">
              <TextInput
                label={t('keyOf')}
                value={key}
                onChange={(event) => setKey(event.currentTarget.value)}
                required
                withAsterisk={false}
              />
              <Button type="submit">{t('open')}</Button>
            </Group>
          </form>
        )}
      </Section>
      {beginning.length > 0 && (
        <Section title={t('begin')}>
          <Group align="flex-end">
            {!workflow.key && beginning.some((command) => !command.makesKey) && (
              <TextInput
                label={t('needsKey')}
                value={ownKey}
                onChange={(event) => setOwnKey(event.currentTarget.value.trim())}
              />
            )}
            {beginning.map((command) => (
              <Button
                key={command.type}
                variant="default"
                title={command.doc}
                disabled={given === undefined && !command.makesKey}
                onClick={() => setBegun(command)}
              >
                {pick({ zh: command.zh }, commandLabel(command.type))}
              </Button>
            ))}
          </Group>
          {begun && (
            <CommandDialog
              kind={kind}
              command={begun}
              streamKey={given}
              onClose={() => setBegun(undefined)}
              onDone={(answer) => {
                location.hash = streamHref(kind, answer.item.key);
              }}
            />
          )}
        </Section>
      )}
      <RecentStreams kind={kind} />
      <Section title={`${t('allCommands')} (${workflow.commands.length})`}>
        {workflow.commands.map((command) => (
          <details key={command.type}>
            <summary>
              {pick({ zh: command.zh }, commandLabel(command.type))}{' '}
              <code>{shortName(command.type)}</code>
              {command.begins ? ` · ${t('beginsStream')}` : ''}
            </summary>
            <Text size="sm" lang="en">
              {command.doc}
            </Text>
            <FieldTable fields={command.fields} />
          </details>
        ))}
      </Section>
      {workflow.state.length > 0 && (
        <Section title={t('describedState')}>
          <FieldTable fields={workflow.state} />
        </Section>
      )}
    </Stack>
  );
}

function FieldTable({ fields }: { fields: Field[] }) {
  const { t, fieldLabel, wordLabel, lang } = useTexts();
  if (fields.length === 0) return <Empty>{t('noFields')}</Empty>;
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('field')}</Table.Th>
            <Table.Th>{t('form')}</Table.Th>
            <Table.Th>{t('meaning')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => {
            const words = (field.item ?? field).words;
            const inner = (field.item ?? field).fields;
            return (
              <Table.Tr key={field.name}>
                <Table.Td>
                  {fieldLabel(field)}
                  {field.required ? ' *' : ''}
                  <br />
                  <code>{field.name}</code>
                </Table.Td>
                <Table.Td>
                  {field.shape}
                  {field.item ? ` · ${field.item.shape}` : ''}
                  {words.length > 0 && (
                    <div className="hint">
                      {words
                        .map((word) => wordLabel(word, field.name))
                        .join(lang === 'zh' ? '、' : ', ')}
                    </div>
                  )}
                  {inner.length > 0 && (
                    <div className="hint">
                      {inner.map(fieldLabel).join(lang === 'zh' ? '、' : ', ')}
                    </div>
                  )}
                </Table.Td>
                <Table.Td lang="en">{field.doc}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface CloudEvent {
  subject?: string;
  type: string;
  time: string;
  sequence?: string;
}

/** How many records back streams are looked for. */
const kLookBack = 20_000;

/** Streams of a kind in which something happened lately, found in the feed. */
export function RecentStreams({ kind }: { kind: string }) {
  const { t, commandLabel } = useTexts();
  const head = useAsk<{ position: number }>('/v1/position');
  const from = Math.max(1, (head.data?.position ?? 1) - kLookBack);
  const query: Query = { kind, from, limit: 1000 };
  const asked = useAsk<CloudEvent[]>(head.data ? '/v1/events' : null, query);
  return (
    <Section title={t('recentStreams')}>
      <Loaded asked={asked}>
        {(items) => {
          const last = new Map<string, CloudEvent>();
          items.forEach((event) => {
            if (event.subject) {
              last.delete(event.subject);
              last.set(event.subject, event);
            }
          });
          const streams = Array.from(last).reverse().slice(0, 30);
          if (streams.length === 0) return <Empty>{t('nothingHere')}</Empty>;
          return (
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {streams.map(([stream, event]) => (
                  <Table.Tr key={stream}>
                    <Table.Td>
                      <StreamLink stream={stream} />
                    </Table.Td>
                    <Table.Td>{commandLabel(event.type)}</Table.Td>
                    <Table.Td className="wide-only">
                      <Moment at={event.time} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Loaded>
    </Section>
  );
}

export function StreamDesk({ kind, streamKey }: { kind: string; streamKey: string }) {
  const { t, kindLabel } = useTexts();
  const names = useEventNames();
  const [version, setVersion] = useState<number>();
  const { data: workflow, problem } = useWorkflow(kind);
  const { stream, history, problem: streamProblem, reload } = useStream(kind, streamKey, version);
  if (problem) return <ProblemNotice problem={problem} />;
  return (
    <>
      <PageTitle aside={<Anchor href={href('w', kind)}>{kindLabel(kind, workflow?.zh)}</Anchor>}>
        {streamKey} {stream && <small>{t('versionN', { n: stream.version })}</small>}
      </PageTitle>
      {streamProblem && <ProblemNotice problem={streamProblem} retry={reload} />}
      {workflow && stream && (
        <Stack gap="md">
          {version !== undefined && (
            <OldVersion version={version} onLatest={() => setVersion(undefined)} />
          )}
          {version === undefined && (
            <Section title={t('nextSteps')}>
              <Steps
                workflow={workflow}
                stream={stream}
                onReload={reload}
                onDone={(answer) => {
                  announce(t('recorded', { events: names(answer) }));
                  reload();
                }}
              />
            </Section>
          )}
          {stream.timers && stream.timers.length > 0 && (
            <Section title={t('limits')}>
              {stream.timers.map((timer) => (
                <Text key={timer.name} size="sm">
                  {timer.name}: <Moment at={timer.due} />
                </Text>
              ))}
            </Section>
          )}
          <StateSection workflow={workflow} stream={stream} />
          <ClearLook workflow={workflow} stream={stream} />
          <HistorySection entries={history} onVersion={setVersion} />
          <LooksSection kind={kind} streamKey={streamKey} />
        </Stack>
      )}
    </>
  );
}

export function OldVersion({ version, onLatest }: { version: number; onLatest: () => void }) {
  const { t } = useTexts();
  return (
    <Notice tone="warn" title={t('viewingVersion', { n: version })}>
      <Button size="xs" onClick={onLatest}>
        {t('backToLatest')}
      </Button>
    </Notice>
  );
}
