// The commands that may be given now, as buttons; each opens its form.
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { CommandAnswer, Stream } from '../api';
import { CommandDialog } from '../forms/CommandForm';
import type { Values } from '../forms/model';
import { useTexts } from '../i18n';
import { type Command, commandOf, type Workflow } from '../workflows';

interface Props {
  workflow: Workflow;
  stream: Stream;
  onDone: (answer: CommandAnswer<Stream>) => void;
  onReload: () => void;
  /** What a form begins with. */
  initial?: (command: string) => Values | undefined;
  hidden?: (command: string) => readonly string[] | undefined;
  /** These come first, as filled buttons. */
  first?: readonly string[];
  /** These are offered elsewhere. */
  without?: readonly string[];
  /** Opened at once. */
  opened?: string;
}

export function nextTypes(stream: Stream): string[] {
  return (stream.next ?? []).map((step) => (typeof step === 'string' ? step : step.type));
}
export function takes(stream: Stream, command: string): boolean {
  return nextTypes(stream).some((type) => type === command || type.endsWith(`.${command}`));
}

export function Steps({
  workflow,
  stream,
  onDone,
  onReload,
  initial,
  hidden,
  first = [],
  without = [],
  opened,
}: Props) {
  const { t, pick, commandLabel } = useTexts();
  const short = (type: string) => type.slice(type.indexOf('.') + 1);
  const steps = nextTypes(stream).filter((type) => !without.includes(short(type)));
  const [chosen, setChosen] = useState<Command | undefined>(() =>
    opened !== undefined && takes(stream, opened) ? commandOf(workflow, opened) : undefined,
  );
  const rank = (type: string) => {
    const at = first.indexOf(short(type));
    return at < 0 ? first.length : at;
  };
  const ordered = steps
    .map((type) => commandOf(workflow, type))
    .filter((command) => command !== undefined)
    .filter((command) => !command.look)
    .sort((a, b) => rank(a.type) - rank(b.type));
  if (ordered.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('noNextSteps')}
      </Text>
    );
  return (
    <>
      <Group gap="xs" role="group" aria-label={t('nextSteps')}>
        {ordered.map((command) => (
          <Button
            key={command.type}
            size="sm"
            variant={rank(command.type) < first.length ? 'filled' : 'default'}
            title={command.doc}
            onClick={() => setChosen(command)}
          >
            {pick({ zh: command.zh }, commandLabel(command.type))}
          </Button>
        ))}
      </Group>
      {chosen && (
        <CommandDialog
          key={chosen.type}
          kind={workflow.kind}
          command={chosen}
          streamKey={stream.key}
          version={stream.version}
          initial={initial?.(short(chosen.type))}
          hidden={hidden?.(short(chosen.type))}
          onDone={onDone}
          onReload={onReload}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
