// The window: a simple case in one form and one command, and the station's queue.
import { Grid } from '@mantine/core';
import { useState } from 'react';
import { PageTitle } from '../components/basics';
import { useTexts } from '../i18n';
import { useSigned } from '../session';
import { useUnitNames } from '../workflows';
import { Intake, type Done } from './window/Intake';
import { Queue } from './window/Queue';
import { Registered } from './window/Registered';

export function WindowDesk() {
  const { t } = useTexts();
  const { actor } = useSigned();
  const units = useUnitNames();
  const [done, setDone] = useState<Done>();
  const [turn, setTurn] = useState(0);
  return (
    <>
      <PageTitle>
        {t('window')} {units.label(actor.unit)}
      </PageTitle>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          {done ? (
            <Registered
              done={done}
              onNext={() => {
                setDone(undefined);
                setTurn(turn + 1);
              }}
            />
          ) : (
            <Intake key={turn} onDone={setDone} />
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Queue station={actor.unit} />
        </Grid.Col>
      </Grid>
    </>
  );
}
