// The short form: a simple case in one command, most of it filled in.
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Answer, CommandAnswer, Stream } from '../../api';
import { announce, ProblemNotice, Notice, Tag } from '../../components/basics';
import { MatterPicker } from '../../components/MatterPicker';
import { Similar } from '../../components/Similar';
import { CommandDialog, sendsBy } from '../../forms/CommandForm';
import { faultOf } from '../../forms/Fields';
import { type Field, type Value, valueFrom, type Values } from '../../forms/model';
import { useCommand } from '../../forms/useCommand';
import { href, useAsk, useDebounced, useRemembered } from '../../hooks';
import { useTexts } from '../../i18n';
import { useSigned } from '../../session';
import {
  commandOf,
  type Matter,
  useUnitNames,
  useWordList,
  useWorkflow,
  type WordRow,
} from '../../workflows';
import { Chips, ManyChips } from './Chips';

/** The district of a station: as the list of stations says, else as its register does, else by its code. */
function useDistrict(station: string): [string, (district: string) => void, WordRow[]] {
  const districts = useWordList('districts');
  const stations = useWordList('stations');
  const listed = stations.find((one) => one.code === station)?.district;
  const register = useAsk<Answer<Stream>>(
    listed ? null : `/v1/registry/${encodeURIComponent(station)}`,
    undefined,
    { quiet: true },
  );
  const registered = (register.data?.item.state as { district?: string } | undefined)?.district;
  const byCode = districts.find((one) => one.code && station.startsWith(one.code))?.code;
  const [last, remember] = useRemembered('district');
  const [chosen, setChosen] = useState<string>();
  const choose = (district: string) => {
    setChosen(district);
    remember(district);
  };
  return [chosen ?? (listed || registered || byCode || last), choose, districts];
}

export interface Done {
  answer: CommandAnswer;
  seconds: number;
  /** Where the notice is written, if one is to follow. */
  notice?: string;
}

/** The case's page with the form of the notice open, its items those that were ticked. */
function noticeLink(key: string, matter: Matter | undefined, lacking: readonly string[]): string {
  const items = (matter?.materials ?? [])
    .filter((paper) => lacking.includes(paper.code))
    .map((paper) => ({
      code: paper.code,
      material: paper.zh,
      requirement: paper.requirement_zh ?? '',
    }));
  return `${href('case', key)}?do=route_notice&items=${encodeURIComponent(JSON.stringify(items))}`;
}

type Way = 'finish' | 'register' | 'notice';

const kOutcomes = ['done', 'answered', 'cannot_by_law', 'referred'];

export function Intake({ onDone }: { onDone: (done: Done) => void }) {
  const { t } = useTexts();
  const { data: workflow, problem } = useWorkflow('case');
  if (problem) return <ProblemNotice problem={problem} />;
  const finish = commandOf(workflow, 'finish_on_spot');
  const report = commandOf(workflow, 'report');
  if (!finish || !report) return <Text>{t('loading')}</Text>;
  return <IntakeForm finish={finish.fields} report={report.fields} onDone={onDone} />;
}

function IntakeForm({
  finish,
  report,
  onDone,
}: {
  finish: Field[];
  report: Field[];
  onDone: (done: Done) => void;
}) {
  const { t, lang, wordLabel } = useTexts();
  const { actor } = useSigned();
  const [district, setDistrict, districts] = useDistrict(actor.unit);
  const units = useUnitNames();
  const reasons = useWordList('reasons');
  const [values, setValues] = useState<Values>({});
  const [matter, setMatter] = useState<Matter>();
  const [way, setWay] = useState<Way>('finish');
  const [lacking, setLacking] = useState<string[]>([]);
  const [rest, setRest] = useState<Values>({});
  const [full, setFull] = useState(false);
  const began = useRef(0);
  const finishing = useCommand('case', 'finish_on_spot');
  const reporting = useCommand('case', 'report');
  const giving = way === 'finish' ? finishing : reporting;
  const field = (name: string) => report.find((one) => one.name === name);
  const set = (name: string, value: Value) => {
    began.current ||= Date.now();
    setValues((before) => ({ ...before, [name]: value }));
  };
  const reported: Values = {
    station: actor.unit,
    station_name: units.name(actor.unit) ?? '',
    district,
    channel: 'window',
    present: true,
    line: matter?.line ?? (values.line as string | undefined),
    matter: matter?.code ?? '',
    ...values,
  };
  const send = async () => {
    const body: Values =
      way === 'finish' ? { ...rest, report: { ...reported, present: undefined } } : reported;
    const answer = await giving.submit(way === 'finish' ? finish : report, body);
    if (!answer) return;
    const seconds = began.current ? Math.round((Date.now() - began.current) / 1000) : 0;
    announce(`${t('registeredAs', { key: answer.item.key })} ${t('tookSeconds', { n: seconds })}`);
    onDone({
      answer,
      seconds,
      notice: way === 'notice' ? noticeLink(answer.item.key, matter, lacking) : undefined,
    });
  };
  const error = (path: string) =>
    faultOf(
      giving.errors,
      way === 'finish' && !['outcome', 'explanation', 'reply', 'next_step'].includes(path)
        ? `report.${path}`
        : path,
      t,
    );
  const narrative = useDebounced(String(values.narrative ?? ''), 700);
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      noValidate
      aria-label={t('newCase')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => sendsBy(event, () => void send())}
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <h2 className="section-title">{t('newCase')}</h2>
          <Button size="compact-sm" variant="subtle" onClick={() => setFull(true)}>
            {t('fullForm')}
          </Button>
        </Group>
        <Group gap={6} aria-label={t('prefilled')}>
          <Tag>
            {t('station')} {units.label(actor.unit)}
          </Tag>
          <Tag>{wordLabel('window', 'channel')}</Tag>
          {matter && <Tag>{wordLabel(matter.line ?? '', 'line')}</Tag>}
          {matter?.limit_days ? <Tag>{t('limitDays', { n: matter.limit_days })}</Tag> : null}
          <NativeSelect
            size="xs"
            aria-label={field('district')?.doc ?? 'district'}
            value={district}
            data-path="report.district"
            error={error('district')}
            onChange={(event) => setDistrict(event.currentTarget.value)}
            data={[
              ...(districts.some((one) => one.code === district)
                ? []
                : [{ value: district, label: district || '–' }]),
              ...districts.map((one) => ({
                value: one.code ?? '',
                label: `${one.name ?? one.zh ?? ''} ${one.code ?? ''}`,
              })),
            ]}
          />
        </Group>
        <MatterPicker
          label={t('pickMatter')}
          autoFocus
          value={matter?.code ?? ''}
          error={error('matter') ?? error('line')}
          onChange={(next) => {
            began.current ||= Date.now();
            setMatter(next);
            setLacking([]);
          }}
        />
        <Chips
          label={t('category')}
          field={field('category')}
          value={values.category}
          error={error('category')}
          onChange={(value) => set('category', value)}
        />
        <SegmentedControl
          fullWidth
          value={way}
          onChange={(next) => setWay(next as Way)}
          aria-label={t('howItEnds')}
          data={[
            { value: 'finish', label: t('finishNow') },
            { value: 'register', label: t('registerOnly') },
            { value: 'notice', label: t('withNotice') },
          ]}
        />
        {way === 'finish' && (
          <>
            <Chips
              label={t('howItEnds')}
              field={finish.find((one) => one.name === 'outcome')}
              only={kOutcomes}
              path="outcome"
              value={rest.outcome}
              error={error('outcome')}
              onChange={(outcome) => setRest({ ...rest, outcome })}
            />
            <Textarea
              label={t('told')}
              autosize
              minRows={1}
              data-path="explanation"
              error={error('explanation')}
              value={String(rest.explanation ?? '')}
              onChange={(event) => setRest({ ...rest, explanation: event.currentTarget.value })}
            />
            {rest.outcome && rest.outcome !== 'done' ? (
              <TextInput
                label={t('nextStep')}
                data-path="next_step"
                error={error('next_step')}
                withAsterisk
                value={String(rest.next_step ?? '')}
                onChange={(event) => setRest({ ...rest, next_step: event.currentTarget.value })}
              />
            ) : null}
          </>
        )}
        {way === 'notice' && <Papers matter={matter} lacking={lacking} onChange={setLacking} />}
        <Textarea
          label={t('whatHappened')}
          autosize
          minRows={2}
          data-path="report.narrative"
          error={error('narrative')}
          value={String(values.narrative ?? '')}
          onChange={(event) => set('narrative', event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <TextInput
            label={t('personName')}
            autoComplete="off"
            data-path="report.name"
            error={error('name')}
            value={String(values.name ?? '')}
            onChange={(event) => set('name', event.currentTarget.value)}
          />
          <TextInput
            label={t('phone')}
            inputMode="tel"
            autoComplete="off"
            data-path="report.phone"
            error={error('phone')}
            value={String(values.phone ?? '')}
            onChange={(event) => set('phone', event.currentTarget.value)}
          />
        </Group>
        <NativeSelect
          label={t('reasonOf')}
          value={String(values.reason ?? '')}
          data-path="report.reason"
          error={error('reason')}
          onChange={(event) => set('reason', event.currentTarget.value)}
          data={[
            { value: '', label: `– ${t('notChosen')} –` },
            ...reasons.map((one) => ({
              value: one.code ?? '',
              label: `${one.code} ${(lang === 'zh' ? one.zh : one.en) ?? ''}`,
            })),
          ]}
        />
        <ManyChips
          field={field('counter_did')}
          label={t('counterDid')}
          value={(values.counter_did ?? []) as string[]}
          onChange={(value) => set('counter_did', value)}
        />
        {narrative.length >= 4 && (
          <div aria-live="polite">
            <Text size="sm" fw={600}>
              {t('similar')}
            </Text>
            <Similar quiet query={{ text: narrative, matter: matter?.code, most: 3 }} />
          </div>
        )}
        {giving.retry > 0 && <Notice tone="warn">{t('retrying', { n: giving.retry })}</Notice>}
        {giving.problem && <ProblemNotice problem={giving.problem} />}
        <Group>
          <Button type="submit" loading={giving.busy}>
            {way === 'finish'
              ? t('finishNow')
              : way === 'register'
                ? t('registerOnly')
                : t('withNotice')}
          </Button>
          <Text size="xs" c="dimmed" className="wide-only">
            {t('submitHint')}
          </Text>
        </Group>
      </Stack>
      {full && (
        <FullForm
          way={way}
          reported={reported}
          rest={rest}
          onClose={() => setFull(false)}
          onDone={onDone}
        />
      )}
    </Paper>
  );
}

/** The same command with all of its fields; what was typed so far goes along. */
function FullForm({
  way,
  reported,
  rest,
  onClose,
  onDone,
}: {
  way: Way;
  reported: Values;
  rest: Values;
  onClose: () => void;
  onDone: (done: Done) => void;
}) {
  const { data: workflow } = useWorkflow('case');
  const command = commandOf(workflow, way === 'finish' ? 'finish_on_spot' : 'report');
  const initial = useMemo(
    () => valueFrom(way === 'finish' ? { ...rest, report: reported } : reported) as Values,
    [way, reported, rest],
  );
  if (!command) return null;
  return (
    <CommandDialog
      kind="case"
      command={command}
      initial={initial}
      onClose={onClose}
      onDone={(answer) => onDone({ answer, seconds: 0 })}
    />
  );
}

/** What is lacking, ticked from the matter's own list: told once, completely (R14). */
function Papers({
  matter,
  lacking,
  onChange,
}: {
  matter?: Matter;
  lacking: string[];
  onChange: (lacking: string[]) => void;
}) {
  const { t, lang } = useTexts();
  if (!matter)
    return (
      <Text size="sm" c="dimmed">
        {t('pickMatter')}…
      </Text>
    );
  return (
    <Checkbox.Group
      label={t('papersLacking')}
      description={t('papersHint')}
      value={lacking}
      onChange={onChange}
    >
      <Stack gap={6} mt={6}>
        {(matter.materials ?? []).map((paper) => (
          <Checkbox
            key={paper.code}
            value={paper.code}
            label={
              <>
                {lang === 'zh' ? paper.zh : paper.en} {paper.main && <Tag>{t('mainPaper')}</Tag>}
                <span className="hint">
                  {' '}
                  {lang === 'zh' ? paper.requirement_zh : paper.requirement_en}
                </span>
              </>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
