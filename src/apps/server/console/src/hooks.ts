// Hooks that join the API with React: one answer, a live list, the route, the clock.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  asProblem,
  getJson,
  type ListAnswer,
  type Problem,
  type Query,
  serviceNow,
  withQuery,
} from './api';
import {
  applyChange,
  applyPage,
  emptyListing,
  follow,
  type LinkState,
  type Listing,
  settle,
} from './live';
import { type Source, useSource } from './truth';

export interface Asked<T> {
  data?: T;
  problem?: Problem;
  busy: boolean;
  reload: () => void;
}

/** Asks once, and again whenever the question changes or `reload` is called; null asks nothing. */
export function useAsk<T>(
  path: string | null,
  query?: Query,
  options: { lookBackAt?: number; quiet?: boolean; everyMs?: number } = {},
): Asked<T> {
  const target = path === null ? null : withQuery(path, query);
  const [answer, setAnswer] = useState<{
    target: string;
    data?: T;
    problem?: Problem;
    at: number;
  }>();
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    if (target === null) return;
    const stop = new AbortController();
    setBusy(true);
    getJson<T>(target, undefined, stop.signal)
      .then((data) => setAnswer({ target, data, at: serviceNow() }))
      .catch((error) => {
        if (stop.signal.aborted) return;
        const problem = asProblem(error);
        setAnswer((before) => ({
          target,
          data: before?.target === target ? before.data : undefined,
          problem,
          at: serviceNow(),
        }));
      })
      .finally(() => {
        if (!stop.signal.aborted) setBusy(false);
      });
    return () => stop.abort();
  }, [target, turn]);
  useEffect(() => {
    if (!options.everyMs || target === null) return;
    const timer = setInterval(reload, options.everyMs);
    return () => clearInterval(timer);
  }, [options.everyMs, reload, target]);
  const fresh = answer?.target === target ? answer : undefined;
  const position = (fresh?.data as { position?: number } | undefined)?.position;
  const { lookBackAt, quiet } = options;
  useSource(
    useMemo((): Source | undefined => {
      if (!fresh || !position || quiet) return undefined;
      return { position, at: lookBackAt ?? fresh.at, lookBack: lookBackAt !== undefined };
    }, [fresh, position, lookBackAt, quiet]),
  );
  return { data: fresh?.data, problem: fresh?.problem, busy, reload };
}

export interface Live<T> {
  listing: Listing<T>;
  link: LinkState;
  problem?: Problem;
  loaded: boolean;
  next?: string;
  hold: (held: boolean) => void;
  settle: () => void;
}

/** A list that goes on; null asks nothing. `lookBackAt`: the moment, where it is asked for as of one. */
export function useLive<T>(path: string | null, query?: Query, lookBackAt?: number): Live<T> {
  const target = path === null ? null : withQuery(path, query);
  const [listing, setListing] = useState<Listing<T>>(emptyListing);
  const [link, setLink] = useState<{
    state: LinkState;
    at: number;
    retryAt?: number;
    problem?: Problem;
  }>({ state: 'connecting', at: 0 });
  const [loaded, setLoaded] = useState(false);
  const [next, setNext] = useState<string>();
  const held = useRef(false);
  useEffect(() => {
    setListing(emptyListing());
    setLoaded(false);
    setLink({ state: 'connecting', at: 0 });
    if (target === null) return;
    const stop = new AbortController();
    let noted = 0;
    void follow<T>(
      target,
      {
        page: (page) => {
          setListing((before) => applyPage(before, page, held.current));
          setNext(page.next);
          setLoaded(true);
        },
        change: (change) => setListing((before) => applyChange(before, change, held.current)),
        heard: () => {
          if (Date.now() - noted < 1000) return;
          noted = Date.now();
          setLink({ state: 'live', at: serviceNow() });
        },
        state: (state, retryInMs, problem) =>
          setLink((before) => ({
            state,
            at: state === 'lost' || state === 'stopped' ? before.at : serviceNow(),
            retryAt: retryInMs === undefined ? undefined : serviceNow() + retryInMs,
            problem,
          })),
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [target]);
  // An order that names what was never sent: ask for the list itself.
  useEffect(() => {
    if (!listing.incomplete || target === null) return;
    const stop = new AbortController();
    getJson<ListAnswer<T>>(target, undefined, stop.signal)
      .then((page) => setListing((before) => applyPage(before, page, held.current)))
      .catch(() => setLink((before) => ({ ...before, state: 'lost' })));
    return () => stop.abort();
  }, [listing.incomplete, listing.position, target]);
  useSource(
    useMemo((): Source | undefined => {
      if (target === null) return undefined;
      const { position } = listing;
      if (lookBackAt !== undefined) return { position, at: lookBackAt, lookBack: true };
      return { position, at: link.at, link: link.state, retryAt: link.retryAt };
    }, [target, listing.position, link, lookBackAt]),
  );
  return {
    listing,
    link: link.state,
    problem: link.problem,
    loaded,
    next,
    hold: useCallback((now: boolean) => {
      held.current = now;
    }, []),
    settle: useCallback(() => setListing((before) => settle(before)), []),
  };
}

export interface LiveItem<T> {
  data?: T;
  problem?: Problem;
  reload: () => void;
}

/** One thing that goes on; null asks nothing. */
export function useLiveItem<T>(path: string | null): LiveItem<T> {
  const [answer, setAnswer] = useState<{
    path: string;
    position: number;
    item?: T;
    problem?: Problem;
  }>();
  const [link, setLink] = useState<{ state: LinkState; at: number; retryAt?: number }>({
    state: 'connecting',
    at: 0,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    let noted = 0;
    // One thing is a list of one: `page` has it as `item`, `change` among `changed`.
    const take = (position: number, item: T | undefined) =>
      setAnswer((before) => {
        if (before?.path === path && (before.position > position || item === undefined))
          return before;
        return { path, position, item };
      });
    void follow<T>(
      path,
      {
        page: (page) => take(page.position, (page as unknown as { item?: T }).item),
        change: (change) => take(change.position, change.changed.at(-1)),
        heard: () => {
          if (Date.now() - noted < 1000) return;
          noted = Date.now();
          setLink({ state: 'live', at: serviceNow() });
        },
        state: (state, retryInMs, problem) => {
          setLink((before) => ({
            state,
            at: state === 'lost' || state === 'stopped' ? before.at : serviceNow(),
            retryAt: retryInMs === undefined ? undefined : serviceNow() + retryInMs,
          }));
          if (problem && !problem.lost)
            setAnswer((before) => ({ path, position: before?.position ?? 0, problem }));
        },
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [path, turn, reload]);
  const fresh = answer?.path === path ? answer : undefined;
  const position = fresh?.position ?? 0;
  useSource(
    useMemo(
      (): Source | undefined =>
        path === null || fresh?.problem
          ? undefined
          : { position, at: link.at, link: link.state, retryAt: link.retryAt },
      [path, fresh?.problem, position, link],
    ),
  );
  return { data: fresh?.item, problem: fresh?.problem, reload };
}

/** Now by the service's clock, once a second (or less often). */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(serviceNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serviceNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** `#/case/S001-1?x=y` in parts. */
export interface Route {
  parts: string[];
  query: URLSearchParams;
}
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  return { parts, query: new URLSearchParams(query) };
}
export function href(...parts: string[]): string {
  return '#/' + parts.map(encodeURIComponent).join('/');
}
export function go(...parts: string[]): void {
  location.hash = href(...parts);
}
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (tell) => {
      addEventListener('hashchange', tell);
      return () => removeEventListener('hashchange', tell);
    },
    () => location.hash,
  );
  return useMemo(() => parseRoute(hash), [hash]);
}

/** A text that is remembered in this browser. */
export function useRemembered(name: string, otherwise = ''): [string, (value: string) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(`recourse.${name}`) ?? otherwise);
  const set = useCallback(
    (next: string) => {
      localStorage.setItem(`recourse.${name}`, next);
      setValue(next);
    },
    [name],
  );
  return [value, set];
}

export function useDebounced<T>(value: T, ms: number): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
