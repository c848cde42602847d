// Figures as the service answers them, and how their values are read.
import { type Answer, type Query } from './api';
import { type Asked, useAsk } from './hooks';
import type { Lang } from './i18n';

export type Form = 'count' | 'share' | 'mean' | 'median' | 'p90';
export interface FigureInfo {
  name: string;
  en: string;
  zh: string;
  rule?: string;
  form: Form;
  sentence?: string;
}
export interface Dimension {
  name: string;
  en: string;
  zh: string;
  of?: string;
}
export interface FigureList {
  figures: FigureInfo[];
  dimensions: Dimension[];
}
export interface Amount {
  value: number;
  of: number;
}
export interface FigureTable {
  position: number;
  by: string[];
  figures: string[];
  rows: { keys: (string | null)[]; values: (Amount | null)[] }[];
}

/** The number that a value comes to; null where there is nothing to divide by. */
export function numberOf(amount: Amount | null | undefined, form: Form): number | null {
  if (!amount) return null;
  if (form === 'share') return amount.of === 0 ? null : (100 * amount.value) / amount.of;
  if (form === 'mean') return amount.of === 0 ? null : amount.value / amount.of;
  return amount.value;
}
export function figureText(amount: Amount | null | undefined, form: Form): string {
  const number = numberOf(amount, form);
  if (number === null) return '–';
  if (form === 'share') return `${number.toFixed(1)} %`;
  return form === 'mean' ? number.toFixed(2) : number.toLocaleString('en');
}
export function infoLabel(
  info: { en: string; zh: string } | undefined,
  name: string,
  lang: Lang,
): string {
  return (lang === 'zh' ? info?.zh : info?.en) || name;
}

export function useFigureList(): FigureList | undefined {
  return useAsk<Answer<FigureList>>('/v1/figures/list', undefined, { quiet: true }).data?.item;
}
/** Asks nothing while `query` is null. */
export function useFigures(query: Query | null, lookBackAt?: number): Asked<Answer<FigureTable>> {
  return useAsk<Answer<FigureTable>>(query === null ? null : '/v1/figures', query ?? {}, {
    lookBackAt,
  });
}
