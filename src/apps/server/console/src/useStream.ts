// A stream as it stands, kept up to date, and its history; or as it stood after one of its events.
import { useEffect } from 'react';
import { type Answer, type ListAnswer, type Problem, type Stream, streamPath } from './api';
import type { HistoryEntry } from './components/History';
import { useAsk, useLiveItem } from './hooks';

export interface OpenStream {
  stream?: Stream;
  history: readonly HistoryEntry[];
  problem?: Problem;
  reload: () => void;
}

/** `version`: as it stood then. */
export function useStream(kind: string, key: string, version?: number): OpenStream {
  const now = useLiveItem<Stream>(streamPath(kind, key));
  const then = useAsk<Answer<Stream>>(
    version === undefined ? null : streamPath(kind, key),
    { version },
    { quiet: true },
  );
  const history = useAsk<ListAnswer<HistoryEntry>>(streamPath(kind, key, '/history'), undefined, {
    quiet: true,
  });
  const known = history.data?.items.at(-1)?.version ?? 0;
  const latest = now.data?.version ?? 0;
  const { reload, busy, problem } = history;
  useEffect(() => {
    if (latest > known && known > 0 && !busy && !problem) reload();
  }, [latest, known, reload, busy, problem]);
  return {
    stream: version === undefined ? now.data : then.data?.item,
    history: history.data?.items ?? [],
    problem: now.problem ?? then.problem,
    reload: now.reload,
  };
}
