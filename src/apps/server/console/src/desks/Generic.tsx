// Any workflow: what the service says of it, and one stream of it. Knows no kind by name.
import { Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type ListAnswer, shortName, type Stream } from '../api';
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
import { type Column, LiveList, Rows } from '../components/LiveList';
import { Steps } from '../components/Steps';
import { ClearLook, HistorySection, LooksSection, StateSection } from '../components/Stream';
import { Moment } from '../components/time';
import { CommandDialog, useEventNames } from '../forms/CommandForm';
import type { Field, Shape, Word } from '../forms/model';
import { href, useAsk, useLive } from '../hooks';
import { type Lang, useTexts } from '../i18n';
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
              {lang === 'en' && <Table.Td className="wide-only">{row.doc}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

export function WorkflowDesk({ kind }: { kind: string }) {
  const { t, lang, pick, commandLabel, kindLabel } = useTexts();
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
      {workflow.doc && lang === 'en' && <Text c="dimmed">{workflow.doc}</Text>}
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
      {!workflow.key && <Streams kind={kind} />}
      <Section title={`${t('allCommands')} (${workflow.commands.length})`}>
        {workflow.commands.map((command) => (
          <details key={command.type}>
            <summary>
              {pick({ zh: command.zh }, commandLabel(command.type))}{' '}
              <code>{shortName(command.type)}</code>
              {command.begins ? ` · ${t('beginsStream')}` : ''}
            </summary>
            {lang === 'en' && <Text size="sm">{command.doc}</Text>}
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

const kShapes: Record<Shape, string> = {
  text: '文字',
  long: '长文字',
  whole: '整数',
  real: '数',
  boolean: '是否',
  enum: '选项',
  day: '日期',
  moment: '时刻',
  list: '列表',
  object: '组合',
  raw: '任意内容',
};
function shapeLabel(shape: Shape, lang: Lang): string {
  return lang === 'zh' ? kShapes[shape] : shape;
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
            {lang === 'en' && <Table.Th>{t('meaning')}</Table.Th>}
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
                  {shapeLabel(field.shape, lang)}
                  {field.item ? ` · ${shapeLabel(field.item.shape, lang)}` : ''}
                  {words.length > 0 && (
                    <div className="hint">
                      {words
                        .map((word) => wordLabel(word, field.name))
                        .join(lang === 'zh' ? '、' : ', ')}
                    </div>
                  )}
                  {inner.length > 0 && (
                    <div className="hint">
                      {inner.map((one) => fieldLabel(one)).join(lang === 'zh' ? '、' : ', ')}
                    </div>
                  )}
                </Table.Td>
                {lang === 'en' && <Table.Td>{field.doc}</Table.Td>}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface Listed extends Stream {
  changed_at?: string;
}

const kPage = 50;

/** Where a stream stands, by the workflow's own words; nothing if its state does not say that. */
function phaseOf(fields: readonly Field[], state: Record<string, unknown>): Word | undefined {
  const named = (name: string) => fields.find((field) => field.name === name);
  const inside = state.phases as Record<string, unknown> | undefined;
  const field =
    named('phase') ??
    named('phases')?.fields.find((one) => one.words.length > 0) ??
    named('phases');
  if (!field) return undefined;
  const value = field.name === 'phase' || !inside ? state[field.name] : inside[field.name];
  return field.words.find((word) => word.value === value);
}

/** All streams of a kind, in the order of their keys; further pages are as of the first. */
export function Streams({ kind }: { kind: string }) {
  const { t } = useTexts();
  const path = `/v1/${encodeURIComponent(kind)}`;
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  const first = useLive<Listed>(after === undefined ? path : null, { page_size: kPage });
  const further = useAsk<ListAnswer<Listed>>(after === undefined ? null : path, {
    page_size: kPage,
    after,
  });
  const next = after === undefined ? first.next : further.data?.next;
  const columns = useStreamColumns(kind);
  const open = (item: Listed) => {
    location.hash = streamHref(kind, item.key);
  };
  return (
    <Section title={t('streamsOf')}>
      {after === undefined ? (
        <LiveList label={t('streamsOf')} live={first} columns={columns} open={open} />
      ) : (
        <Loaded asked={further}>
          {({ items }) => (
            <Rows
              label={t('streamsOf')}
              rows={items.map((item) => ({ key: item.key, item }))}
              columns={columns}
              open={open}
            />
          )}
        </Loaded>
      )}
      <Group gap="xs" mt={6}>
        {pages.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setPages(pages.slice(0, -1))}>
            {t('previousPage')}
          </Button>
        )}
        {next && (
          <Button size="xs" variant="default" onClick={() => setPages([...pages, next])}>
            {t('nextPage')}
          </Button>
        )}
      </Group>
    </Section>
  );
}

export function useStreamColumns(kind: string): Column<Listed>[] {
  const { t, pick } = useTexts();
  const fields = useWorkflow(kind).data?.state ?? [];
  return [
    { title: t('keyOf'), cell: (item) => <StreamLink stream={`${kind}/${item.key}`} /> },
    {
      title: t('stateWord'),
      cell: (item) => {
        const phase = phaseOf(fields, item.state);
        return phase ? pick(phase, phase.value) : '–';
      },
    },
    {
      title: t('due'),
      wide: true,
      cell: (item) => (item.timers?.[0] ? <Moment at={item.timers[0].due} /> : '–'),
    },
    {
      title: t('changedAt'),
      wide: true,
      cell: (item) => <Moment at={item.changed_at} />,
    },
  ];
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
                  <code>{timer.name}</code> <Moment at={timer.due} />
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
