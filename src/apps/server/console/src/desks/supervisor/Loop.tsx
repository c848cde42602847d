// The loop beside the cases: its counts with the streams behind each, samples with their proof, the
// rectifications, and the topic of a month as its three lists.
import { Button, Group, Modal, NativeSelect, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import {
  type Answer,
  asProblem,
  getJson,
  type ListAnswer,
  type Problem,
  type Stream,
  streamPath,
} from '../../api';
import { Empty, Loaded, ProblemNotice, Section, StreamLink, Tag } from '../../components/basics';
import { type Column, Rows } from '../../components/LiveList';
import { Moment } from '../../components/time';
import { href, useAsk } from '../../hooks';
import { useTexts } from '../../i18n';
import { useUnitNames, useWorkflow } from '../../workflows';
import { useStreamColumns } from '../Generic';
import { countOf, kLoop, type LoopCount } from './loopCounts';
import { type PartProps, useKeyNames } from './parts';

interface Rectification {
  key: string;
  matter?: string;
  reason?: string;
  month?: string;
  closed?: boolean;
  proved?: boolean;
  before?: number;
  before_all?: number;
  after?: number;
  after_all?: number;
  ratio?: number | null;
  lower?: number;
  upper?: number | null;
}
interface Report {
  loop?: ({ rectifications?: Rectification[] } & Record<string, unknown>) | null;
}

export function Loop({ scope, asOf }: Omit<PartProps, 'onBehind'>) {
  const { t, kindLabel } = useTexts();
  const [behind, setBehind] = useState<LoopCount>();
  const asked = useAsk<Answer<Report>>('/v1/report', scope, { lookBackAt: asOf.at });
  return (
    <Stack gap="md">
      <Loaded asked={asked}>
        {({ item: { loop } }) =>
          loop ? (
            <>
              {kLoop.map(({ title, counts }) => (
                <Section key={title} title={t(title)}>
                  <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="xs">
                    {counts.map((count) => {
                      const n = countOf(loop, count.name);
                      return n === undefined ? null : (
                        <button
                          key={count.name}
                          type="button"
                          className="figure-card"
                          onClick={() => setBehind(count)}
                        >
                          {t(count.text)}
                          <strong>{n.toLocaleString('en')}</strong>
                        </button>
                      );
                    })}
                  </SimpleGrid>
                </Section>
              ))}
              <Rectifications rows={loop.rectifications ?? []} />
            </>
          ) : (
            <Empty>{t('nothingHere')}</Empty>
          )
        }
      </Loaded>
      <Samples />
      <Group>
        {(
          ['registry', 'supervision', 'rectification', 'training', 'liaison', 'replies'] as const
        ).map((kind) => (
          <a key={kind} href={href('w', kind)}>
            {kindLabel(kind)}
          </a>
        ))}
      </Group>
      {behind && <StreamsBehind count={behind} onClose={() => setBehind(undefined)} />}
    </Stack>
  );
}

/** All streams of a kind that a question holds of, as they stand now; null asks nothing. */
function useAllStreams(kind: string, holds: (state: Stream['state']) => boolean) {
  const [found, setFound] = useState<Stream[]>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      const all: Stream[] = [];
      let after: string | undefined;
      do {
        const page: ListAnswer<Stream> = await getJson(
          `/v1/${encodeURIComponent(kind)}`,
          { page_size: 1000, after },
          stop.signal,
        );
        all.push(...page.items.filter((one) => holds(one.state)));
        after = page.next;
      } while (after !== undefined);
      setFound(all);
    };
    ask().catch((error) => {
      if (!stop.signal.aborted) setProblem(asProblem(error));
    });
    return () => stop.abort();
  }, [kind, holds]);
  return { found, problem };
}

function StreamsBehind({ count, onClose }: { count: LoopCount; onClose: () => void }) {
  const { t } = useTexts();
  const { found, problem } = useAllStreams(count.kind, count.holds);
  const units = useUnitNames();
  const columns: Column<Stream>[] = [
    ...useStreamColumns(count.kind),
    {
      title: t('unit'),
      cell: ({ state }) => units.label(String(state.unit ?? state.code ?? state.lead ?? '')),
    },
  ];
  return (
    <Modal opened onClose={onClose} title={<strong>{t(count.text)}</strong>} size="xl">
      <Text size="sm" c="dimmed">
        {t('loopBehindHint')}
      </Text>
      {problem && <ProblemNotice problem={problem} />}
      {!found && !problem && (
        <Text size="sm" role="status">
          {t('loading')}
        </Text>
      )}
      {found && (
        <>
          <Text size="sm" role="status">
            {t('nItems', { n: found.length })}
          </Text>
          {found.length > 0 && (
            <Rows
              label={t(count.text)}
              rows={found.map((item) => ({ key: item.key, item }))}
              columns={columns}
              open={(item) => {
                location.hash = href('w', count.kind, item.key);
              }}
            />
          )}
        </>
      )}
    </Modal>
  );
}

function Rectifications({ rows }: { rows: readonly Rectification[] }) {
  const { t, lang } = useTexts();
  const keyName = useKeyNames();
  const months = [...new Set(rows.map((one) => one.month).filter(Boolean))].sort().reverse();
  const [chosen, setChosen] = useState('');
  const month = chosen || months[0];
  const share = (n = 0, of = 0) => (of === 0 ? '–' : `${n} / ${of}`);
  const columns: Column<Rectification>[] = [
    { title: t('keyOf'), cell: (one) => <StreamLink stream={`rectification/${one.key}`} /> },
    {
      title: t('loopClass'),
      cell: (one) =>
        [one.matter && keyName('matter', one.matter), one.reason && keyName('reason', one.reason)]
          .filter(Boolean)
          .join(lang === 'zh' ? '，' : ', '),
    },
    {
      title: t('stateWord'),
      cell: (one) => (
        <>
          <Tag>{one.closed ? t('loopEnded') : t('loopRunning')}</Tag>{' '}
          {one.proved && <Tag tone="good">{t('loopProved')}</Tag>}
        </>
      ),
    },
    { title: t('loopBefore'), cell: (one) => share(one.before, one.before_all), wide: true },
    { title: t('loopAfter'), cell: (one) => share(one.after, one.after_all), wide: true },
    {
      title: t('loopRatio'),
      cell: (one) =>
        typeof one.ratio === 'number'
          ? `${one.ratio.toFixed(2)} (${one.lower?.toFixed(2) ?? '–'}–${one.upper?.toFixed(2) ?? '∞'})`
          : '–',
      wide: true,
    },
  ];
  return (
    <>
      <Section title={t('loopRectifications')}>
        {rows.length === 0 ? (
          <Empty>{t('nothingHere')}</Empty>
        ) : (
          <Rows
            label={t('loopRectifications')}
            rows={rows.map((item) => ({ key: item.key, item }))}
            columns={columns}
            open={(item) => {
              location.hash = href('w', 'rectification', item.key);
            }}
          />
        )}
      </Section>
      <Section
        title={t('loopTopic')}
        aside={
          months.length > 0 && (
            <NativeSelect
              size="xs"
              aria-label={t('loopTopic')}
              value={month}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={months.map((one) => one!)}
            />
          )
        }
      >
        {month ? <TopicOfMonth month={month} /> : <Empty>{t('nothingHere')}</Empty>}
      </Section>
    </>
  );
}

interface Topic {
  tasks: {
    rectification: string;
    measure: number;
    kind: string;
    text: string;
    status: string;
    late: boolean;
  }[];
  responsible: {
    rectification: string;
    measure: number;
    unit: string;
    due?: { at: string } | null;
  }[];
  policy: {
    rectification: string;
    measure: number;
    kind: string;
    text: string;
    adopted_by: string;
    catalogue: string;
  }[];
}

function TopicOfMonth({ month }: { month: string }) {
  const { t, wordLabel } = useTexts();
  const units = useUnitNames();
  // Its words are those of rectifications.
  useWorkflow('rectification');
  const asked = useAsk<Answer<Topic>>(`/v1/topics/${encodeURIComponent(month)}`, undefined, {
    quiet: true,
  });
  const number = (one: { rectification: string; measure: number }) =>
    one.measure === 0 ? t('loopWhole') : t('loopMeasure', { n: one.measure });
  return (
    <Loaded asked={asked}>
      {({ item }) => (
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
          <List title={t('loopTasks')} rows={item.tasks}>
            {(one) => (
              <>
                {number(one)} <Tag>{wordLabel(one.kind, 'kind')}</Tag>{' '}
                <Tag tone={one.late ? 'bad' : 'plain'}>{wordLabel(one.status, 'status')}</Tag>
                <div>{one.text}</div>
              </>
            )}
          </List>
          <List title={t('loopResponsible')} rows={item.responsible}>
            {(one) => (
              <>
                {number(one)} {units.label(one.unit)}
                {one.due && (
                  <div className="hint">
                    {t('due')} <Moment at={one.due.at} />
                  </div>
                )}
              </>
            )}
          </List>
          <List title={t('loopPolicy')} rows={item.policy}>
            {(one) => (
              <>
                {number(one)} <Tag>{wordLabel(one.kind, 'kind')}</Tag>
                <div>{one.text}</div>
                <div className="hint">
                  {units.label(one.adopted_by)} {one.catalogue}
                </div>
              </>
            )}
          </List>
        </SimpleGrid>
      )}
    </Loaded>
  );
}

function List<T extends { rectification: string }>({
  title,
  rows,
  children,
}: {
  title: string;
  rows: readonly T[];
  children: (row: T) => React.ReactNode;
}) {
  const { t } = useTexts();
  return (
    <div>
      <Text fw={600} size="sm">
        {title} ({rows.length})
      </Text>
      {rows.length === 0 && <Text size="sm">{t('nothingHere')}</Text>}
      <ul className="value-list">
        {rows.map((row, i) => (
          <li key={i}>
            <StreamLink stream={`rectification/${row.rectification}`} /> {children(row)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SampleState {
  sample?: {
    rule?: { scope: string; from: string; to: string; size: number; commitment: string } | null;
    seed?: string;
    population?: number;
    cases?: string[];
  };
}
const isDrawn = (state: Stream['state']): boolean =>
  Boolean((state as SampleState).sample?.rule?.commitment);

/** Samples: what was committed, the seed that was shown, and whether drawing again comes to the same. */
function Samples() {
  const { t } = useTexts();
  const { found, problem } = useAllStreams('supervision', isDrawn);
  return (
    <Section title={t('loopSamplesTitle')}>
      <Text size="sm" mb="xs">
        {t('loopSamplesHint')}
      </Text>
      {problem && <ProblemNotice problem={problem} />}
      {found?.length === 0 && <Empty>{t('nothingHere')}</Empty>}
      {found && found.length > 0 && (
        <Stack gap="xs">
          {found.map((one) => (
            <Sample key={one.key} stream={one} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

interface SampleCheck {
  seed_fits: boolean;
  position_fits: boolean;
  same: boolean;
}

function Sample({ stream }: { stream: Stream }) {
  const { t } = useTexts();
  const { sample } = stream.state as SampleState;
  const [check, setCheck] = useState<SampleCheck>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const path = streamPath('supervision', stream.key, '/sample');
      setCheck((await getJson<Answer<SampleCheck>>(path)).item);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const rule = sample?.rule;
  const drawn = (sample?.cases?.length ?? 0) > 0;
  return (
    <details>
      <summary>
        <StreamLink stream={`supervision/${stream.key}`} />{' '}
        {rule && t('loopSampleOf', { from: rule.from, to: rule.to, size: rule.size })}{' '}
        {check && (
          <Tag tone={check.same ? 'good' : 'bad'}>
            {check.same ? t('loopSampleSame') : t('loopSampleOther')}
          </Tag>
        )}
      </summary>
      <Table className="value-table" verticalSpacing={3}>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">{t('loopCommitment')}</Table.Th>
            <Table.Td>
              <code className="pre">{rule?.commitment}</code>
            </Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('loopSeed')}</Table.Th>
            <Table.Td>{sample?.seed ? <code className="pre">{sample.seed}</code> : '–'}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('loopPopulation')}</Table.Th>
            <Table.Td>{sample?.population ?? '–'}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('loopDrawn')}</Table.Th>
            <Table.Td>
              {(sample?.cases ?? []).map((key) => (
                <span key={key}>
                  <StreamLink stream={`case/${key}`} />{' '}
                </span>
              ))}
            </Table.Td>
          </Table.Tr>
          {check && (
            <Table.Tr>
              <Table.Th scope="row">{t('loopVerified')}</Table.Th>
              <Table.Td>
                <div>{check.seed_fits ? t('loopSeedFits') : t('loopSeedOther')}</div>
                <div>{check.position_fits ? t('loopPositionFits') : t('loopPositionOther')}</div>
                <div>{check.same ? t('loopSampleSame') : t('loopSampleOther')}</div>
              </Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
      {problem && <ProblemNotice problem={problem} />}
      <Button size="xs" variant="default" loading={busy} disabled={!drawn} onClick={verify}>
        {t('loopVerify')}
      </Button>
    </details>
  );
}
