// Bands of stations, from the report.
import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api';
import { Loaded, Tag, type Tone } from '../../components/basics';
import { type Column, Rows } from '../../components/LiveList';
import { figureText } from '../../figures';
import { href, useAsk } from '../../hooks';
import { type TextKey, useTexts } from '../../i18n';
import { useUnitNames } from '../../workflows';
import { type PartProps, useFigureNames } from './parts';

interface Band {
  unit: string;
  size: string;
  figure: string;
  band: string;
  value: number;
  of: number;
  class_value: number;
  class_of: number;
}

interface Report {
  bands?: Band[];
}

const kSizes: Record<string, TextKey> = {
  small: 'size_small',
  medium: 'size_medium',
  large: 'size_large',
};

const kTones: Record<string, Tone> = {
  better: 'good',
  usual: 'plain',
  worse: 'bad',
  too_few: 'plain',
};

export function Bands({ scope, asOf }: Omit<PartProps, 'onBehind'>) {
  const { t } = useTexts();
  const names = useFigureNames();
  const units = useUnitNames();
  const asked = useAsk<Answer<Report>>('/v1/report', scope, { lookBackAt: asOf.at });
  const [figure, setFigure] = useState('');
  const [band, setBand] = useState('worse');
  const bands = useMemo(() => (asked.data ? (asked.data.item.bands ?? []) : []), [asked.data]);
  const figures = [...new Set(bands.map((one) => one.figure))];
  const chosen = figure || figures[0] || '';
  const label = (name: string): string => (name in kTones ? t(`band_${name as 'better'}`) : name);
  const of = bands.filter((one) => one.figure === chosen);
  const columns: Column<Band>[] = [
    {
      title: t('station'),
      cell: (row) => (
        <a href={`${href('ledger')}?where=station%3D${encodeURIComponent(row.unit)}`}>
          {units.label(row.unit)}
        </a>
      ),
    },
    {
      title: t('sizeClass'),
      cell: (row) => (row.size in kSizes ? t(kSizes[row.size]!) : row.size),
    },
    {
      title: t('bandsTab'),
      cell: (row) => <Tag tone={kTones[row.band] ?? 'plain'}>{label(row.band)}</Tag>,
    },
    {
      title: t('share'),
      cell: (row) => figureText({ value: row.value, of: row.of }, 'share'),
      align: 'right',
    },
    {
      title: t('classShare'),
      cell: (row) => figureText({ value: row.class_value, of: row.class_of }, 'share'),
      align: 'right',
      wide: true,
    },
  ];
  return (
    <Loaded asked={asked}>
      {() => (
        <Stack gap="sm">
          <Text size="sm">{t('bandsHint')}</Text>
          <Group>
            <NativeSelect
              size="xs"
              aria-label={t('figuresHeadline')}
              value={chosen}
              onChange={(event) => setFigure(event.currentTarget.value)}
              data={figures.map((name) => ({ value: name, label: names.label(name) }))}
            />
            <NativeSelect
              size="xs"
              aria-label={t('bandsTab')}
              value={band}
              onChange={(event) => setBand(event.currentTarget.value)}
              data={[
                { value: '', label: t('total') },
                ...Object.keys(kTones).map((name) => ({
                  value: name,
                  label: `${label(name)} (${of.filter((one) => one.band === name).length})`,
                })),
              ]}
            />
          </Group>
          <Rows
            rows={of
              .filter((one) => band === '' || one.band === band)
              .map((item) => ({ key: item.unit, item }))}
            columns={columns}
            label={t('bandsTab')}
          />
        </Stack>
      )}
    </Loaded>
  );
}
