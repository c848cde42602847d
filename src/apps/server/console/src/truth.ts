// What the screen is true at. Each answer on it says a position of the log and when it came; the
// status bar shows the earliest of them, for the screen as a whole is true at that one.
import { useEffect, useId, useSyncExternalStore } from 'react';
import type { LinkState } from './live';

export interface Source {
  position: number;
  /** When that was so: of a live list when it was heard last; of a look back the moment asked for. */
  at: number;
  lookBack?: boolean;
  link?: LinkState;
  retryAt?: number;
}

const sources = new Map<string, Source>();
const listeners = new Set<() => void>();
let version = 0;

function tell(): void {
  ++version;
  listeners.forEach((listener) => listener());
}
export function note(id: string, source: Source): void {
  sources.set(id, source);
  tell();
}
export function forget(id: string): void {
  if (sources.delete(id)) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Truth {
  source?: Source;
  link: LinkState | 'none';
  retryAt?: number;
}

/** The earliest source, and the worst link. */
export function truthOf(all: Iterable<Source>): Truth {
  let earliest: Source | undefined;
  let link: Truth['link'] = 'none';
  let retryAt: number | undefined;
  const rank = { none: 0, live: 1, polled: 2, connecting: 3, stopped: 4, lost: 5 };
  for (const source of all) {
    if (source.position > 0 && (!earliest || source.position < earliest.position))
      earliest = source;
    if (source.link && rank[source.link] > rank[link]) {
      link = source.link;
      retryAt = source.retryAt;
    }
  }
  return { source: earliest, link, retryAt };
}

export function useTruth(): Truth {
  useSyncExternalStore(subscribe, () => version);
  return truthOf(sources.values());
}

/** Says for a screen what one of its answers is true at, for as long as it is shown. */
export function useSource(source: Source | undefined): void {
  const id = useId();
  useEffect(() => {
    if (source) note(id, source);
    else forget(id);
  }, [id, source]);
  useEffect(() => () => forget(id), [id]);
}
