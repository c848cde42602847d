// Parts of a page about one stream: its state as a table, its look in clear, its history.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  type Answer,
  asProblem,
  type ListAnswer,
  type Problem,
  sendJson,
  type Stream,
  streamPath,
} from '../api';
import { useAsk } from '../hooks';
import { useTexts } from '../i18n';
import type { Workflow } from '../workflows';
import { Notice, ProblemNotice, Section } from './basics';
import { History, type HistoryEntry } from './History';
import { takes } from './Steps';
import { ValueTable } from './ValueTable';

export function StateSection({ workflow, stream }: { workflow: Workflow; stream: Stream }) {
  const { t } = useTexts();
  return (
    <Section title={t('stateTable')}>
      <ValueTable value={stream.state} fields={workflow.state} />
    </Section>
  );
}

export function HistorySection({
  entries,
  onVersion,
}: {
  entries: readonly HistoryEntry[];
  onVersion?: (version: number) => void;
}) {
  const { t } = useTexts();
  return (
    <Section title={`${t('history')} (${entries.length})`}>
      <History entries={entries} onVersion={onVersion} />
    </Section>
  );
}

interface Look {
  at?: string;
  occurred_at?: string;
  actor?: string;
  purpose?: string;
}

/** A stream in clear, with its events. */
export interface Seen extends Stream {
  history?: HistoryEntry[];
}

/** A look in clear: the purpose first, then what was seen (all of it, or what `show` takes), until it
 * is masked again. */
export function ClearLook({
  workflow,
  stream,
  show,
}: {
  workflow: Workflow;
  stream: Stream;
  show?: (seen: Seen) => ReactNode;
}) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [seen, setSeen] = useState<Seen>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const may = workflow.commands.some((command) => command.look && takes(stream, command.type));
  if (!may && !seen) return null;
  const look = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await sendJson<Answer<Seen>>(
        'POST',
        streamPath(workflow.kind, stream.key, '/look'),
        { purpose },
      );
      setSeen(answer.item);
      setAsking(false);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {seen ? (
        <Notice tone="warn" title={t('inClear', { purpose })}>
          {show ? (
            show(seen)
          ) : (
            <>
              <ValueTable value={seen.state} fields={workflow.state} />
              <History entries={seen.history ?? []} />
            </>
          )}
          <Button
            mt="xs"
            size="xs"
            variant="default"
            onClick={() => {
              setSeen(undefined);
              setPurpose('');
            }}
          >
            {t('maskAgain')}
          </Button>
        </Notice>
      ) : (
        <Button size="sm" variant="default" onClick={() => setAsking(true)}>
          {t('clear')}
        </Button>
      )}
      <Modal opened={asking} onClose={() => setAsking(false)} title={<strong>{t('clear')}</strong>}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <Stack gap="sm">
            <Text size="sm">{t('clearText')}</Text>
            <TextInput
              label={t('purpose')}
              required
              value={purpose}
              onChange={(event) => setPurpose(event.currentTarget.value)}
              data-autofocus
            />
            {problem && <ProblemNotice problem={problem} />}
            <Group>
              <Button type="submit" loading={busy} disabled={purpose.trim() === ''}>
                {t('send')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

export function LooksSection({ kind, streamKey }: { kind: string; streamKey: string }) {
  const { t, actorLabel } = useTexts();
  const [open, setOpen] = useState(false);
  const asked = useAsk<ListAnswer<Look>>(open ? streamPath(kind, streamKey, '/looks') : null);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('looks')}</summary>
      {asked.problem && <ProblemNotice problem={asked.problem} retry={asked.reload} />}
      {asked.data && asked.data.items.length === 0 && <Text size="sm">{t('nothingHere')}</Text>}
      {asked.data?.items.map((look, i) => (
        <ValueTable
          key={i}
          of="look"
          value={{ ...look, actor: look.actor && actorLabel(look.actor) }}
        />
      ))}
    </details>
  );
}
