// Duties of a unit, of every workflow, the most urgent first.
import type { Query } from './api';
import { type Live, useLive } from './hooks';

export interface Duty {
  stream: string;
  duty: string;
  zh?: string;
  rule?: string;
  unit: string;
  due: string | null;
  provisional?: boolean;
  passed?: boolean;
}

/** Of a unit; or what whoever may has to take up. A unit must be named otherwise. */
export function useAgenda(unit: string, anybodys: boolean): Live<Duty> {
  const query: Query = anybodys ? { all: true, anybodys } : { all: true, unit };
  return useLive<Duty>(anybodys || unit !== '' ? '/v1/agenda' : null, query);
}
/** A duty in the reader's language. */
export function dutyLabel(duty: Duty, lang: 'zh' | 'en'): string {
  return lang === 'zh' && duty.zh ? duty.zh : duty.duty.replace(/_/g, ' ');
}
