// Supervision: figures as of any moment, each with its cases; what is late; bands; the loop.
import { Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Query } from '../api';
import { useAsOf } from '../components/AsOf';
import { PageTitle } from '../components/basics';
import { go } from '../hooks';
import { useTexts } from '../i18n';
import { Bands, Loop } from './supervisor/Bands';
import { Board } from './supervisor/Board';
import { CasesBehind } from './supervisor/CasesBehind';
import { Charts } from './supervisor/Charts';
import { Overdue } from './supervisor/Overdue';
import { type Behind } from './supervisor/parts';

const kTabs = ['board', 'charts', 'overdue', 'bands', 'loop'] as const;

export function SupervisorDesk({ tab }: { tab?: string }) {
  const { t } = useTexts();
  const [asOf, slider] = useAsOf();
  const [period, setPeriod] = useState('');
  const [asked, setAsked] = useState('');
  const [behind, setBehind] = useState<Behind>();
  const now = kTabs.find((one) => one === tab) ?? 'board';
  const backs = now !== 'overdue';
  const scope: Query = { as_of: asOf.position, period: asked };
  const ready = !asOf.pending;
  return (
    <>
      <PageTitle
        aside={
          backs && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                setAsked(period.trim());
              }}
            >
              <TextInput
                size="xs"
                aria-label={t('period')}
                w={250}
                placeholder={t('periodHint')}
                value={period}
                onChange={(event) => setPeriod(event.currentTarget.value)}
                onBlur={() => setAsked(period.trim())}
              />
            </form>
          )
        }
      >
        {t('supervisor')}
      </PageTitle>
      {backs && slider}
      <Tabs
        value={now}
        onChange={(next) => {
          if (next) go('supervisor', next);
        }}
        keepMounted={false}
        mt="xs"
      >
        <Tabs.List>
          <Tabs.Tab value="board">{t('board')}</Tabs.Tab>
          <Tabs.Tab value="charts">{t('charts')}</Tabs.Tab>
          <Tabs.Tab value="overdue">{t('overdueTab')}</Tabs.Tab>
          <Tabs.Tab value="bands">{t('bandsTab')}</Tabs.Tab>
          <Tabs.Tab value="loop">{t('loopTab')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="board" pt="sm">
          {ready && <Board scope={scope} asOf={asOf} onBehind={setBehind} />}
        </Tabs.Panel>
        <Tabs.Panel value="charts" pt="sm">
          {ready && <Charts scope={scope} asOf={asOf} onBehind={setBehind} />}
        </Tabs.Panel>
        <Tabs.Panel value="overdue" pt="sm">
          <Overdue onBehind={setBehind} />
        </Tabs.Panel>
        <Tabs.Panel value="bands" pt="sm">
          {ready && <Bands scope={scope} asOf={asOf} />}
        </Tabs.Panel>
        <Tabs.Panel value="loop" pt="sm">
          {ready && <Loop scope={scope} asOf={asOf} />}
        </Tabs.Panel>
      </Tabs>
      {behind && <CasesBehind behind={behind} scope={scope} onClose={() => setBehind(undefined)} />}
    </>
  );
}
