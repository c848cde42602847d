// One case: where it stands, until when, what may be done now, and how it came to this.
import { Anchor, Button, Grid, Group, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type ListAnswer, type Stream, streamPath } from '../api';
import { announce, Notice, PageTitle, ProblemNotice, Section, Tag } from '../components/basics';
import { Similar } from '../components/Similar';
import { Steps } from '../components/Steps';
import { ClearLook, HistorySection, LooksSection, StateSection } from '../components/Stream';
import { Countdown, Moment, spanText } from '../components/time';
import { useEventNames } from '../forms/CommandForm';
import type { Values } from '../forms/model';
import { href, useAsk, useNow, useRoute } from '../hooks';
import { useTexts } from '../i18n';
import { useStream } from '../useStream';
import { useUnitNames, useWorkflow, useWordList } from '../workflows';
import { OldVersion } from './Generic';

interface Limit {
  kind: string;
  at: string;
  provisional?: boolean;
  met_at?: string | null;
}
interface SupportCall {
  line: string;
  asked_at?: string;
  due?: { at: string } | null;
  missed?: boolean;
}
export interface CaseState {
  phases?: { stage: string; clock: string } | null;
  phase_zh?: string | null;
  owner?: string | null;
  loops?: string[] | null;
  current_deadlines?: Limit[] | null;
  duties?: { duty: string; zh?: string; rule?: string; due?: string | null }[] | null;
  intake?: Record<string, unknown> | null;
  work?: {
    support?: SupportCall[] | null;
    outstanding?: { code: string; material: string; requirement: string }[] | null;
    application?: string | null;
    assigned_to?: string | null;
  } | null;
  ending?: Record<string, unknown> | null;
}
export function caseState(stream: Stream): CaseState {
  return stream.state as CaseState;
}

/** Steps that mostly come next; they stand first. */
const kFirst = [
  'accept',
  'close',
  'route_on_spot',
  'route_explain',
  'answer_as_department',
  'answer_support',
  'escalate',
  'supplement_all',
];

export function CaseDesk({ caseKey }: { caseKey: string }) {
  const { t } = useTexts();
  const names = useEventNames();
  const route = useRoute();
  const [version, setVersion] = useState<number>();
  const { data: workflow, problem } = useWorkflow('case');
  const { stream, history, problem: streamProblem, reload } = useStream('case', caseKey, version);
  const opened = route.query.get('do') ?? undefined;
  return (
    <>
      <PageTitle aside={stream && <CaseTags stream={stream} />}>
        {t('caseTitle')} {caseKey}
        {stream && <small> {t('versionN', { n: stream.version })}</small>}
      </PageTitle>
      {problem && <ProblemNotice problem={problem} />}
      {streamProblem && <ProblemNotice problem={streamProblem} retry={reload} />}
      {workflow && stream && (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 8 }}>
            <Stack gap="md">
              {version !== undefined && (
                <OldVersion version={version} onLatest={() => setVersion(undefined)} />
              )}
              <SupportCalls calls={caseState(stream).work?.support ?? []} />
              {version === undefined && (
                <Section title={t('nextSteps')}>
                  <Steps
                    workflow={workflow}
                    stream={stream}
                    first={kFirst}
                    onReload={reload}
                    opened={opened}
                    initial={(command) => beginning(command, stream, route.query)}
                    onDone={(answer) => {
                      announce(t('recorded', { events: names(answer) }));
                      reload();
                    }}
                  />
                </Section>
              )}
              <Facts stream={stream} />
              <StateSectionFolded>
                <StateSection workflow={workflow} stream={stream} />
              </StateSectionFolded>
              <HistorySection entries={history} onVersion={setVersion} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Stack gap="md">
              <Limits limits={caseState(stream).current_deadlines ?? []} />
              <Duties stream={stream} />
              <Papers caseKey={caseKey} version={stream.version} />
              <ClearLook workflow={workflow} stream={stream} />
              <LooksSection kind="case" streamKey={caseKey} />
              <Section title={t('similar')}>
                <Similar query={{ case: caseKey, most: 5 }} />
              </Section>
            </Stack>
          </Grid.Col>
        </Grid>
      )}
    </>
  );
}

/** What a step's form begins with: what the case knows already, and what the window has ticked. */
function beginning(command: string, stream: Stream, query: URLSearchParams): Values | undefined {
  const state = caseState(stream);
  const items = query.get('items');
  if (items !== null && (command === 'route_notice' || command === 'route_lacking')) {
    try {
      const list = JSON.parse(items) as Values[];
      return command === 'route_notice' ? { items: list } : { missing: list };
    } catch {
      return undefined;
    }
  }
  switch (command) {
    case 'route_on_spot':
    case 'route_expedite':
    case 'mark_matter_done':
      return { application: state.work?.application ?? '' };
    case 'supplement_part':
      return { items: (state.work?.outstanding ?? []).map((item) => item.code) };
    case 'escalate':
      return { line: String(state.intake?.line ?? '') };
    default:
      return undefined;
  }
}

export function CaseTags({ stream }: { stream: Stream }) {
  const { t, lang, wordLabel } = useTexts();
  const units = useUnitNames();
  const state = caseState(stream);
  const clock = state.phases?.clock;
  return (
    <Group gap={6}>
      <Tag tone="info">
        {(lang === 'zh' && state.phase_zh) || wordLabel(state.phases?.stage ?? '', 'stage')}
      </Tag>
      {clock && <Tag tone={clock === 'overdue' ? 'bad' : 'plain'}>{wordLabel(clock, 'clock')}</Tag>}
      {state.owner && (
        <Tag>
          {t('owner')} {units.label(state.owner)}
        </Tag>
      )}
      {(state.loops ?? [])
        .filter((loop) => loop !== 'ordinary')
        .map((loop) => (
          <Tag key={loop} tone={loop === 'overdue' ? 'bad' : 'plain'}>
            {wordLabel(loop, 'loops')}
          </Tag>
        ))}
    </Group>
  );
}

export function Limits({ limits }: { limits: readonly Limit[] }) {
  const { t, lang, wordLabel } = useTexts();
  return (
    <Section title={t('limits')}>
      {limits.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noLimits')}
        </Text>
      )}
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {limits.map((limit) => (
            <Table.Tr key={`${limit.kind}${limit.at}`}>
              <Table.Th scope="row">{limitLabel(limit.kind, lang, wordLabel)}</Table.Th>
              <Table.Td>
                <Moment at={limit.at} />
                <br />
                {limit.met_at ? (
                  <Tag tone="good">
                    ✓ <Moment at={limit.met_at} />
                  </Tag>
                ) : (
                  <Countdown due={limit.at} provisional={limit.provisional} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
function limitLabel(
  kind: string,
  lang: string,
  wordLabel: (word: string, field?: string) => string,
): string {
  const label = wordLabel(kind, 'kind');
  return lang === 'zh' && label === kind ? kind.replace(/_/g, ' ') : label;
}

function Duties({ stream }: { stream: Stream }) {
  const { t, lang } = useTexts();
  const duties = caseState(stream).duties ?? [];
  if (duties.length === 0) return null;
  return (
    <Section title={t('duties')}>
      <ul className="value-list">
        {duties.map((duty, i) => (
          <li key={i}>
            {lang === 'zh' && duty.zh ? duty.zh : duty.duty.replace(/_/g, ' ')}{' '}
            {duty.rule && <code>{duty.rule}</code>}
            {duty.due && (
              <>
                {' '}
                <Countdown due={duty.due} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Calls for support that wait, with the minutes that are left (R18). */
function SupportCalls({ calls }: { calls: readonly SupportCall[] }) {
  const { t, lang, wordLabel } = useTexts();
  const now = useNow(1000);
  if (calls.length === 0) return null;
  return (
    <Notice tone="warn" title={t('supportTitle')}>
      {calls.map((call, i) => (
        <Group key={i} gap="sm">
          <Text size="sm">
            {wordLabel(call.line, 'line')} · {t('supportWaiting')}
          </Text>
          {call.asked_at && (
            <Text size="sm">
              {t('supportAsked', { span: spanText(now - new Date(call.asked_at).getTime(), lang) })}
            </Text>
          )}
          {call.due && <Countdown due={call.due.at} />}
        </Group>
      ))}
    </Notice>
  );
}

function Facts({ stream }: { stream: Stream }) {
  const { t, lang, wordLabel } = useTexts();
  const matters = useWordList('matters');
  const units = useUnitNames();
  const state = caseState(stream);
  const intake = state.intake ?? {};
  const matter = matters.find((one) => one.code === intake.matter);
  const stationOf = ({ station, station_name: name }: Record<string, unknown>) => {
    if (!station) return undefined;
    return name
      ? t('nameAndCode', { name: String(name), code: String(station) })
      : units.label(String(station));
  };
  const rows: [string, string | undefined][] = [
    [
      t('matter'),
      intake.matter
        ? `${String(intake.matter)} ${(lang === 'zh' ? matter?.zh : matter?.en) ?? ''}`
        : undefined,
    ],
    [t('line'), intake.line ? wordLabel(String(intake.line), 'line') : undefined],
    [t('category'), intake.category ? wordLabel(String(intake.category), 'category') : undefined],
    [t('station'), stationOf(intake)],
    [t('actor'), state.work?.assigned_to ?? undefined],
    [
      t('outcome'),
      state.ending?.outcome ? wordLabel(String(state.ending.outcome), 'outcome') : undefined,
    ],
    [
      t('rating'),
      state.ending?.rating ? wordLabel(String(state.ending.rating), 'grade') : undefined,
    ],
  ];
  const missing = state.work?.outstanding ?? [];
  return (
    <Section title={t('details')}>
      <dl className="facts">
        {rows
          .filter(([, value]) => value !== undefined)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {Boolean(intake.reported_at) && (
          <div>
            <dt>{t('reported')}</dt>
            <dd>
              <Moment at={String(intake.reported_at)} />
            </dd>
          </div>
        )}
      </dl>
      {missing.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {t('whatIsMissing')}
          </Text>
          <ul className="value-list">
            {missing.map((item) => (
              <li key={item.code}>
                {item.code} {item.material}：{item.requirement}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function StateSectionFolded({ children }: { children: React.ReactNode }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('showState')}</summary>
      {open && children}
    </details>
  );
}

/** The papers that there are; asked for again with each version of the case. */
function Papers({ caseKey, version }: { caseKey: string; version: number }) {
  const { t, lang, wordLabel } = useTexts();
  const asked = useAsk<ListAnswer<{ paper: string; zh: string }>>(
    streamPath('case', caseKey, '/documents'),
    undefined,
    { quiet: true },
  );
  const { reload } = asked;
  useEffect(() => reload(), [version, reload]);
  return (
    <Section title={t('documents')}>
      {asked.problem && <ProblemNotice problem={asked.problem} retry={reload} />}
      {asked.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noPapers')}
        </Text>
      )}
      <Group gap="xs">
        {asked.data?.items.map(({ paper, zh }) => (
          <Button
            key={paper}
            component="a"
            size="xs"
            variant="default"
            target="_blank"
            rel="noopener"
            href={streamPath('case', caseKey, `/documents/${paper}`)}
          >
            {lang === 'zh' ? zh : wordLabel(paper, 'paper')}
          </Button>
        ))}
        <Anchor href={href('citizen', caseKey)}>{t('receipt')}</Anchor>
      </Group>
    </Section>
  );
}
