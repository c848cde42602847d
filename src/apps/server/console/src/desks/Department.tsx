// A department: its duties by due time, one answered with internal and external wording beside similar
// cases, or many with one answer after a dry run on each.
import { Button, Grid, Group, Switch, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { dutyLabel, type Duty, useAgenda } from '../agenda';
import { PageTitle, Section, streamHref, StreamLink } from '../components/basics';
import { type Column, LiveList } from '../components/LiveList';
import { Countdown } from '../components/time';
import { useTexts } from '../i18n';
import { useSigned } from '../session';
import { useUnitNames } from '../workflows';
import { AnswerMany } from './department/AnswerMany';
import { Answering } from './department/Answering';

function caseOf(stream: string): string | undefined {
  return stream.startsWith('case/') ? stream.slice(5) : undefined;
}

export function DepartmentDesk({ chosen }: { chosen?: string }) {
  const { t, lang } = useTexts();
  const { actor } = useSigned();
  const units = useUnitNames();
  const [unit, setUnit] = useState(actor.unit);
  const [asked, setAsked] = useState(actor.unit);
  const [anybodys, setAnybodys] = useState(false);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [many, setMany] = useState(false);
  const live = useAgenda(asked, anybodys);
  const current = live.listing.rows.find(
    (row) => caseOf(row.item.stream) === chosen && chosen !== undefined,
  );
  const columns: Column<Duty>[] = [
    { title: t('keyOf'), cell: (duty) => <StreamLink stream={duty.stream} /> },
    {
      title: t('due'),
      cell: (duty) =>
        duty.due ? <Countdown due={duty.due} provisional={duty.provisional} /> : '–',
    },
    { title: t('duties'), cell: (duty) => dutyLabel(duty, lang) },
  ];
  const cases = useMemo(
    () => [
      ...new Set(
        live.listing.rows
          .filter((row) => selected.has(row.key))
          .map((row) => caseOf(row.item.stream))
          .filter((key) => key !== undefined),
      ),
    ],
    [live.listing.rows, selected],
  );
  return (
    <>
      <PageTitle
        aside={
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setAsked(unit.trim());
              setSelected(new Set());
            }}
          >
            <Group gap="xs" align="flex-end">
              <Switch
                label={t('anybodys')}
                checked={anybodys}
                onChange={(event) => setAnybodys(event.currentTarget.checked)}
              />
              <TextInput
                size="xs"
                aria-label={t('allUnits')}
                value={unit}
                onChange={(event) => setUnit(event.currentTarget.value)}
              />
              <Button size="xs" type="submit" variant="default">
                {t('open')}
              </Button>
            </Group>
          </form>
        }
      >
        {t('department')} {asked && units.label(asked)}
      </PageTitle>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Section
            title={t('deptQueue')}
            aside={
              cases.length > 1 && (
                <Button size="xs" onClick={() => setMany(true)}>
                  {t('answerMany', { n: cases.length })}
                </Button>
              )
            }
          >
            {asked === '' && !anybodys && <Text size="sm">{t('nameUnit')}</Text>}
            <LiveList
              label={t('deptQueue')}
              live={live}
              columns={columns}
              selected={selected}
              onSelect={setSelected}
              current={current?.key}
              open={(duty) => {
                const key = caseOf(duty.stream);
                location.hash =
                  key === undefined
                    ? streamHref(
                        duty.stream.split('/')[0]!,
                        duty.stream.slice(duty.stream.indexOf('/') + 1),
                      )
                    : `#/department/${encodeURIComponent(key)}`;
              }}
            />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          {chosen ? (
            <Answering key={chosen} caseKey={chosen} />
          ) : (
            <Text c="dimmed" p="md">
              {t('pickFromQueue')}
            </Text>
          )}
        </Grid.Col>
      </Grid>
      {many && (
        <AnswerMany
          cases={cases}
          onClose={() => {
            setMany(false);
            setSelected(new Set());
          }}
        />
      )}
    </>
  );
}
