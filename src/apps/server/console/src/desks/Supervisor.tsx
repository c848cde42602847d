// Supervision: figures as of any moment, each with its cases; what is late; bands; the loop.
import { Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Query } from '../api';
import { useAsOf } from '../components/AsOf';
import { PageTitle } from '../components/basics';
import { go } from '../hooks';
import { useTexts } from '../i18n';
import { Bands } from './supervisor/Bands';
import { Board } from './supervisor/Board';
import { CasesBehind } from './supervisor/CasesBehind';
import { Charts } from './supervisor/Charts';
import { Loop } from './supervisor/Loop';
import { Overdue } from './supervisor/Overdue';
import { type Behind } from './supervisor/parts';

const kTabs = ['board', 'charts', 'overdue', 'bands', 'loop'] as const;

/** 2023, 2023H2, 2023Q3, 2023-07, a day, or two days with ".." between. */
export function isPeriod(text: string): boolean {
  return /^\d{4}(H[12]|Q[1-4]|-\d{2}(-\d{2}(\.\.\d{4}-\d{2}-\d{2})?)?)?$/.test(text);
}

export function SupervisorDesk({ tab }: { tab?: string }) {
  const { t } = useTexts();
  const [asOf, slider] = useAsOf();
  const [period, setPeriod] = useState('');
  const [asked, setAsked] = useState('');
  const [behind, setBehind] = useState<Behind>();
  const now = kTabs.find((one) => one === tab) ?? 'board';
  // What is late is late now, or then, whenever it was reported.
  const byPeriod = now !== 'overdue';
  const scope: Query = { as_of: asOf.position, period: byPeriod ? asked : undefined };
  const wrong = period.trim() !== '' && !isPeriod(period.trim());
  const ask = () => {
    if (!wrong) setAsked(period.trim());
  };
  const ready = !asOf.pending;
  return (
    <>
      <PageTitle
        aside={
          byPeriod && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                ask();
              }}
            >
              <TextInput
                size="xs"
                aria-label={t('period')}
                w={250}
                placeholder={t('periodHint')}
                value={period}
                onChange={(event) => setPeriod(event.currentTarget.value)}
                error={wrong && t('periodWrong')}
                onBlur={ask}
              />
            </form>
          )
        }
      >
        {t('supervisor')}
      </PageTitle>
      {slider}
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
          {ready && <Overdue scope={scope} asOf={asOf} onBehind={setBehind} />}
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
