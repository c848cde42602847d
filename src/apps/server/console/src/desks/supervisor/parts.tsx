// What the parts of the supervision desk share: names of figures and keys, a value whose cases are shown.
import type { Query } from '../../api';
import { type AsOf } from '../../components/AsOf';
import { type Amount, type FigureInfo, figureText, infoLabel, useFigureList } from '../../figures';
import { useTexts } from '../../i18n';
import { useUnitNames, useWordList } from '../../workflows';

/** Dimensions whose keys are codes of stations or departments. */
const kUnits = ['station', 'department', 'unit'];

/** A value of a table, whose cases are to be shown. */
export interface Behind {
  figure: string;
  by?: string;
  key?: string;
}

export interface PartProps {
  scope: Query;
  asOf: AsOf;
  onBehind: (behind: Behind) => void;
}

/** What a figure is called, and how it is read. */
export function useFigureNames() {
  const { lang } = useTexts();
  const list = useFigureList();
  const info = (name: string): FigureInfo | undefined =>
    list?.figures.find((one) => one.name === name);
  return {
    list,
    info,
    known: (names: string[]) => names.filter((name) => info(name)),
    label: (name: string) => infoLabel(info(name), name, lang),
    dimension: (name: string) =>
      infoLabel(
        list?.dimensions.find((one) => one.name === name),
        name,
        lang,
      ),
    text: (name: string, amount: Amount | null | undefined) =>
      figureText(amount, info(name)?.form ?? 'count'),
  };
}

/** What a key of a dimension stands for. */
export function useKeyNames() {
  const { lang, wordLabel } = useTexts();
  const units = useUnitNames();
  const lists = {
    matter: useWordList('matters'),
    reason: useWordList('reasons'),
    district: useWordList('districts'),
  };
  return (dimension: string, key: string | null): string => {
    if (key === null || key === '') return '–';
    if (kUnits.includes(dimension)) return units.label(key);
    const list = lists[dimension as keyof typeof lists];
    const row = list?.find((one) => one.code === key);
    const name = row && ((lang === 'zh' ? row.zh : row.en) ?? row.name);
    return name ? `${key} ${name}` : wordLabel(key, dimension);
  };
}
