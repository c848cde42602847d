// Operation: whether everything keeps up, what is stuck and why, and the norms in force.
import { Button, Group, Modal, Progress, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { type Answer, asProblem, type Problem, sendJson } from '../api';
import {
  announce,
  Empty,
  Loaded,
  Notice,
  PageTitle,
  ProblemNotice,
  Section,
  Tag,
  type Tone,
} from '../components/basics';
import { Moment, spanText } from '../components/time';
import { ValueTable } from '../components/ValueTable';
import { useAsk } from '../hooks';
import { type Lang, useTexts } from '../i18n';

/** What people call it; null: it has its name alone. */
type Label = { en: string; zh: string } | null;
interface View {
  name: string;
  label?: Label;
  version?: number;
  position?: number;
  lag?: number;
  state?: string;
  stopped?: boolean;
  error?: string;
  /** A build under way beside the one that answers. */
  building?: {
    position?: number;
    progress?: number;
    records_per_second?: number;
    eta_seconds?: number | null;
    error?: string;
  } | null;
}
interface Follower {
  name: string;
  label?: Label;
  position?: number;
  lag?: number;
  stopped?: boolean;
  error?: string;
  [more: string]: unknown;
}
type Fields = Record<string, unknown>;
interface Backup {
  position?: number;
  taken_at?: string;
  age_seconds?: number;
  error?: string;
}
/** What the last restore drill came to. */
interface Drill {
  at?: string;
  age_seconds?: number;
  ok: boolean;
  head?: number;
  problems?: number;
  restore_seconds?: number;
  verify_seconds?: number;
  error?: string;
}
export interface Operation extends Fields {
  backup?: Backup | null;
  drill?: Drill | null;
  views?: View[];
  reactions?: Follower[];
  subscribers?: Follower[];
  troubles?: (string | Fields)[];
}

const kStates: Record<string, Tone> = {
  current: 'good',
  behind: 'warn',
  stopped: 'bad',
  outdated: 'warn',
};
/** What the page has sections of its own for; everything else is shown as it comes. */
const kTold = [
  'ok',
  'views',
  'reactions',
  'subscribers',
  'timers',
  'troubles',
  'head',
  'indexed',
  'queued',
  'writable',
  'backup',
  'drill',
];

export function OperatorDesk() {
  const { t } = useTexts();
  const asked = useAsk<Answer<Operation>>('/v1/operation', undefined, { everyMs: 3000 });
  return (
    <>
      <PageTitle>{t('operator')}</PageTitle>
      <Loaded asked={asked}>
        {({ item, position }) => (
          <Stack gap="md">
            <Troubles troubles={item.troubles ?? []} />
            <Views views={item.views ?? []} onChange={asked.reload} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
              <Followers title={t('reactions')} rows={item.reactions ?? []} />
              <Followers title={t('subscribers')} rows={item.subscribers ?? []} />
              <Section title={t('timersTitle')}>
                <ValueTable value={item.timers} of="timers" all />
              </Section>
              <Section title={t('positions')}>
                <ValueTable
                  all
                  of="positions"
                  value={{
                    head: item.head ?? position,
                    indexed: item.indexed,
                    queued: item.queued,
                    writable: item.writable,
                  }}
                />
              </Section>
            </SimpleGrid>
            <Resources item={item} />
          </Stack>
        )}
      </Loaded>
      <Norms />
    </>
  );
}

function Troubles({ troubles }: { troubles: readonly (string | Fields)[] }) {
  const { t } = useTexts();
  return (
    <Section title={t('troubles')}>
      {troubles.length === 0 ? (
        <Notice tone="good">{t('noTroubles')}</Notice>
      ) : (
        troubles.map((trouble, i) => (
          <Notice key={i} tone="bad">
            {typeof trouble === 'string' ? trouble : <ValueTable value={trouble} />}
          </Notice>
        ))
      )}
    </Section>
  );
}

/** How far a rebuild is, how fast it goes, and how long it takes still. */
function Building({ building }: { building: View['building'] }) {
  const { t, lang } = useTexts();
  if (!building) return null;
  const { progress = 0, records_per_second: rate, eta_seconds: eta, error } = building;
  return (
    <>
      <Progress value={100 * progress} mt={4} aria-label={t('rebuild')} />
      <Text size="xs">
        {[
          `${(100 * progress).toFixed(0)} %`,
          typeof eta === 'number' && t('remaining', { span: spanText(eta * 1000, lang) }),
          rate ? t('perSecond', { n: Math.round(rate).toLocaleString('en') }) : '',
          error,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  );
}

function Views({ views, onChange }: { views: readonly View[]; onChange: () => void }) {
  const { t } = useTexts();
  const stateLabel = (state: string) =>
    state in kStates ? t(`state_${state as 'current'}`) : state;
  const [asking, setAsking] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const rebuild = async (name: string) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await sendJson('POST', `/v1/views/${encodeURIComponent(name)}/rebuild`);
      announce(t('rebuildStarted', { name }));
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
      setAsking(undefined);
    }
  };
  return (
    <Section title={t('views')}>
      {problem && <ProblemNotice problem={problem} />}
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('viewName')}</Table.Th>
              <Table.Th>{t('stateWord')}</Table.Th>
              <Table.Th ta="right">{t('lag')}</Table.Th>
              <Table.Th ta="right" className="wide-only">
                {t('positions')}
              </Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {views.map((view) => {
              const state =
                view.state ?? (view.stopped ? 'stopped' : view.lag ? 'behind' : 'current');
              return (
                <Table.Tr key={view.name}>
                  <Table.Th scope="row">
                    <Named of={view} version={view.version} />
                  </Table.Th>
                  <Table.Td>
                    <Tag tone={kStates[state] ?? 'plain'}>{stateLabel(state)}</Tag> {view.error}
                    <Building building={view.building} />
                  </Table.Td>
                  <Table.Td ta="right">{view.lag?.toLocaleString('en') ?? '–'}</Table.Td>
                  <Table.Td ta="right" className="wide-only">
                    {view.position?.toLocaleString('en') ?? '–'}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`${t('rebuild')} ${view.name}`}
                      onClick={() => setAsking(view.name)}
                    >
                      {t('rebuild')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={<strong>{t('rebuild')}</strong>}
      >
        <Text mb="sm">{t('rebuildAsk', { name: asking ?? '' })}</Text>
        <Group>
          <Button
            loading={busy}
            onClick={() => {
              if (asking) void rebuild(asking);
            }}
          >
            {t('rebuild')}
          </Button>
          <Button variant="default" onClick={() => setAsking(undefined)}>
            {t('cancel')}
          </Button>
        </Group>
      </Modal>
    </Section>
  );
}

/** Its label in the reader's language, and the name that commands take. */
function Named({ of, version }: { of: { name: string; label?: Label }; version?: number }) {
  const { lang } = useTexts();
  const label = of.label?.[lang];
  return (
    <>
      {label ?? of.name}
      {version ? <span className="hint"> v{version}</span> : null}
      {label && (
        <>
          <br />
          <code>{of.name}</code>
        </>
      )}
    </>
  );
}

function Followers({ title, rows }: { title: string; rows: readonly Follower[] }) {
  const { t } = useTexts();
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <Empty>{t('nothingHere')}</Empty>
      ) : (
        <Table verticalSpacing={3}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('viewName')}</Table.Th>
              <Table.Th ta="right">{t('lag')}</Table.Th>
              <Table.Th>{t('error')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.name}>
                <Table.Td>
                  <Named of={row} /> {row.stopped && <Tag tone="bad">{t('state_stopped')}</Tag>}
                </Table.Td>
                <Table.Td ta="right">{row.lag?.toLocaleString('en') ?? '–'}</Table.Td>
                <Table.Td>{row.error || '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

/** 1.5 GB and the like, of members that count bytes. */
export function readable(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'number' && /bytes$|^memory$|^disk$/.test(name))
        return [name, bytesText(value)];
      if (value && typeof value === 'object' && !Array.isArray(value))
        return [name, readable(value as Fields)];
      return [name, value];
    }),
  );
}
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  let size = bytes;
  while (size >= 1000 && i < units.length - 1) {
    size /= 1000;
    ++i;
  }
  return `${size.toFixed(i === 0 ? 0 : 1)} ${units[i]}`;
}

function Resources({ item }: { item: Operation }) {
  const { t, lang } = useTexts();
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !kTold.includes(name)));
  const { backup, drill } = item;
  return (
    <Section title={t('resources')}>
      <dl className="facts">
        <div>
          <dt>{t('lastBackup')}</dt>
          <dd>
            {!backup ? (
              <Tag tone="warn">{t('neverDone')}</Tag>
            ) : backup.error ? (
              <Tag tone="bad">{backup.error}</Tag>
            ) : (
              <>
                <Moment at={backup.taken_at} /> ({spanText(1000 * (backup.age_seconds ?? 0), lang)})
                #{backup.position}
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('lastDrill')}</dt>
          <dd>
            <DrillResult drill={drill} />
          </dd>
        </div>
      </dl>
      <ValueTable value={readable(rest)} of="operation" all />
    </Section>
  );
}

function DrillResult({ drill }: { drill: Drill | null | undefined }) {
  const { t, lang } = useTexts();
  if (!drill) return <Tag tone="warn">{t('neverDone')}</Tag>;
  const seconds = Math.round((drill.restore_seconds ?? 0) + (drill.verify_seconds ?? 0));
  return (
    <>
      <Tag tone={drill.ok ? 'good' : 'bad'}>{t(drill.ok ? 'drillWhole' : 'drillFailed')}</Tag>{' '}
      {drill.at && (
        <>
          <Moment at={drill.at} /> ({spanText(1000 * (drill.age_seconds ?? 0), lang)})
        </>
      )}{' '}
      {drill.error || t('drillTook', { position: drill.head ?? 0, n: Math.max(1, seconds) })}
    </>
  );
}

interface Norm {
  key: string;
  value: unknown;
  unit?: string;
  source?: string;
  source_zh?: string;
  sentence?: string;
  /** There is no such limit: its value is nothing, not zero. */
  none?: boolean;
}

const kUnits: Record<string, string> = {
  'working days': '工作日',
  'calendar days': '天',
  days: '天',
  'calendar months': '个月',
  attempts: '次',
  minutes: '分钟',
  percent: '%',
};
function unitLabel(unit: string, lang: Lang): string {
  return lang === 'zh' ? (kUnits[unit] ?? unit) : unit;
}

function NormValue({ norm }: { norm: Norm }) {
  const { t, lang } = useTexts();
  const { value, unit } = norm;
  if (norm.none) return <>{t('normNone')}</>;
  if (typeof value === 'boolean') return <>{value ? t('yes') : t('no')}</>;
  // Names of the profile and codes of districts are no words.
  if (typeof value === 'string') return value === '' ? <>–</> : <code>{value}</code>;
  return (
    <>
      {String(value ?? '–')} {unit && unitLabel(unit, lang)}
    </>
  );
}

function Norms() {
  const { t, lang, fieldLabel } = useTexts();
  const asked = useAsk<{ items: Norm[]; name?: string; version?: number }>('/v1/norms', undefined, {
    quiet: true,
  });
  return (
    <Section
      title={`${t('norms')}${asked.data?.name ? ` · ${lang === 'zh' && asked.data.name === 'shanghai' ? '上海' : asked.data.name} ${asked.data.version ?? ''}` : ''}`}
    >
      <Loaded asked={asked}>
        {({ items }) => (
          <Table.ScrollContainer minWidth={420}>
            <Table verticalSpacing={3}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('field')}</Table.Th>
                  <Table.Th>{t('value')}</Table.Th>
                  <Table.Th className="wide-only">{t('sourceOf')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((norm) => (
                  <Table.Tr key={norm.key}>
                    <Table.Td title={lang === 'en' ? norm.sentence : undefined}>
                      {fieldLabel({ name: norm.key, label: {} }, 'norms')}
                      <br />
                      <code>{norm.key}</code>
                    </Table.Td>
                    <Table.Td className="pre">
                      <NormValue norm={norm} />
                    </Table.Td>
                    <Table.Td className="pre wide-only">
                      {(lang === 'zh' ? norm.source_zh : norm.source) || '–'}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Section>
  );
}
