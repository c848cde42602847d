// A command as a form, by itself or in a dialog. Nothing here knows a workflow.
import { Button, Collapse, Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type CommandAnswer, eventTypes, type Stream } from '../api';
import { announce, Notice, ProblemNotice } from '../components/basics';
import { ConflictNotice } from '../components/Conflict';
import { useTexts } from '../i18n';
import type { Command } from '../workflows';
import { Fields } from './Fields';
import type { Values } from './model';
import { useCommand, useSeenVersion } from './useCommand';

interface Props {
  kind: string;
  command: Command;
  streamKey?: string;
  /** The version that the giver sees. */
  version?: number;
  initial?: Values;
  /** Fields that are not to be typed: their values are sent as they are. */
  hidden?: readonly string[];
  onDone: (answer: CommandAnswer<Stream>) => void;
  /** Asks for the stream as it is by now. */
  onReload?: () => void;
}

export function useEventNames(): (answer: CommandAnswer) => string {
  const { commandLabel, lang } = useTexts();
  return (answer) =>
    eventTypes(answer)
      .map(commandLabel)
      .join(lang === 'zh' ? '、' : ', ');
}

/** Ctrl+Enter (or ⌘+Enter) within it sends. */
export function sendsBy(event: KeyboardEvent, send: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  send();
}

export function CommandForm({
  kind,
  command,
  streamKey,
  version,
  initial,
  hidden,
  onDone,
  onReload,
}: Props) {
  const { t, lang } = useTexts();
  const names = useEventNames();
  const [values, setValues] = useState<Values>(initial ?? {});
  const giving = useCommand(kind, command.type, streamKey);
  const [seen, renew] = useSeenVersion(version, true);
  const shown = useMemo(
    () => command.fields.filter((field) => !hidden?.includes(field.name)),
    [command, hidden],
  );
  // Long forms show what is personal, required, filled in or the first; the rest on demand.
  const parts = useRef<{ first: typeof shown; rest: typeof shown }>(undefined);
  parts.current ??=
    shown.length <= 9
      ? { first: shown, rest: [] }
      : {
          first: shown.filter(
            (field, i) => i < 7 || field.required || initial?.[field.name] !== undefined,
          ),
          rest: shown.filter(
            (field, i) => !(i < 7 || field.required || initial?.[field.name] !== undefined),
          ),
        };
  const [open, setOpen] = useState(false);
  const send = async (dryRun = false) => {
    const answer = await giving.submit(command.fields, values, { dryRun, version: seen });
    if (!answer || dryRun) return;
    announce(t('recorded', { events: names(answer) }));
    onDone(answer);
  };
  const { first, rest } = parts.current;
  const restWrong = rest.some(
    (field) =>
      Object.keys(giving.errors.faults).some((path) => path.startsWith(field.name)) ||
      giving.errors.said?.path.startsWith(field.name),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => sendsBy(event, () => void send())}
      noValidate
    >
      <Stack gap="sm">
        {command.doc && lang === 'en' && (
          <Text size="sm" c="dimmed">
            {command.doc}
          </Text>
        )}
        {shown.length === 0 && <Text size="sm">{t('noFields')}</Text>}
        <Fields fields={first} values={values} onChange={setValues} errors={giving.errors} />
        {rest.length > 0 && (
          <>
            <Button
              variant="subtle"
              size="xs"
              w="fit-content"
              aria-expanded={open || restWrong}
              onClick={() => setOpen(!open)}
            >
              {t('optionalFields', { n: rest.length })}
            </Button>
            <Collapse expanded={open || restWrong}>
              <Fields fields={rest} values={values} onChange={setValues} errors={giving.errors} />
            </Collapse>
          </>
        )}
        {giving.retry > 0 && <Notice tone="warn">{t('retrying', { n: giving.retry })}</Notice>}
        {giving.problem &&
          (giving.problem.isConflict && streamKey !== undefined ? (
            <ConflictNotice
              kind={kind}
              streamKey={streamKey}
              seen={seen}
              problem={giving.problem}
              onReload={() => {
                renew(giving.problem?.body.actual);
                giving.reset();
                onReload?.();
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
          {streamKey !== undefined && (
            <Button variant="default" disabled={giving.busy} onClick={() => void send(true)}>
              {t('tryOut')}
            </Button>
          )}
          <Text size="xs" c="dimmed" className="wide-only">
            <Kbd size="xs">Ctrl</Kbd>+<Kbd size="xs">Enter</Kbd>
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

export function CommandDialog({ onClose, ...form }: Props & { onClose: () => void }) {
  const { pick, commandLabel } = useTexts();
  const narrow = useMediaQuery('(max-width: 48em)');
  const title = pick({ zh: form.command.zh }, commandLabel(form.command.type));
  const body = useRef<HTMLDivElement>(null);
  // The first field takes the focus, not the button that closes.
  useLayoutEffect(() => {
    const first = body.current?.querySelector('input, textarea, select');
    first?.setAttribute('data-autofocus', 'true');
  }, []);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{title}</strong>}
      size="lg"
      fullScreen={narrow}
      closeOnClickOutside={false}
    >
      <div ref={body}>
        <CommandForm
          {...form}
          onDone={(answer) => {
            form.onDone(answer);
            onClose();
          }}
        />
      </div>
    </Modal>
  );
}
