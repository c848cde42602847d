// Live lists: server-sent events over fetch, and how what they say is put into a list that somebody
// is just using.
//
// Rows do not jump under the hand: while a list is held (the pointer or the focus is within it) rows
// keep their places, known rows are brought up to date where they stand, and the new order waits
// until it is asked for. All but `follow` is pure.
import { asProblem, backoff, pause, Problem, type ProblemBody, send } from './api';

export interface PageMessage<T> {
  position: number;
  items: T[];
  next?: string;
}
export interface ChangeMessage<T> {
  position: number;
  order: string[];
  changed: T[];
}

/** What names an item in a list, as the service names it in an order: its case, number, stream, key
 * or name, and behind it its kind and duty. */
export function keyOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const fields = item as Record<string, unknown>;
  const name = ['case', 'number', 'stream', 'key', 'name'].find(
    (one) => typeof fields[one] === 'string',
  );
  const parts = ['kind', 'duty']
    .filter((one) => typeof fields[one] === 'string')
    .map((one) => `#${fields[one] as string}`);
  const key = (name === undefined ? '' : (fields[name] as string)) + parts.join('');
  return key === '' ? JSON.stringify(item) : key;
}

export interface Row<T> {
  key: string;
  item: T;
  /** Changed or gone since the list was last put in order. */
  mark?: 'changed' | 'gone';
}
export interface Listing<T> {
  rows: readonly Row<T>[];
  /** The list as it is by now, in its order. */
  latest: ReadonlyMap<string, T>;
  position: number;
  /** How many items are new, other or gone compared with the rows. */
  waiting: number;
  /** The order names an item that was never sent: the list must be asked for anew. */
  incomplete: boolean;
}

export function emptyListing<T>(): Listing<T> {
  return { rows: [], latest: new Map(), position: 0, waiting: 0, incomplete: false };
}

function inOrder<T>(latest: ReadonlyMap<string, T>): Row<T>[] {
  return Array.from(latest, ([key, item]) => ({ key, item }));
}

/** The rows in the latest order. */
export function settle<T>(listing: Listing<T>): Listing<T> {
  return { ...listing, rows: inOrder(listing.latest), waiting: 0 };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function merged<T>(
  before: Listing<T>,
  latest: Map<string, T>,
  position: number,
  held: boolean,
  incomplete: boolean,
): Listing<T> {
  const listing = { ...before, latest, position, incomplete };
  if (!held || before.rows.length === 0) return settle(listing);
  const rows = before.rows.map((row): Row<T> => {
    const item = latest.get(row.key);
    if (item === undefined) return { ...row, mark: 'gone' };
    if (same(item, row.item)) return row.mark === 'gone' ? { key: row.key, item } : row;
    return { key: row.key, item, mark: 'changed' };
  });
  const shown = new Set(rows.map((row) => row.key));
  const added = Array.from(latest.keys()).filter((key) => !shown.has(key)).length;
  const marked = rows.filter((row) => row.mark !== undefined).length;
  const stays = rows.filter((row) => row.mark !== 'gone').map((row) => row.key);
  const moved = !same(
    stays,
    Array.from(latest.keys()).filter((key) => shown.has(key)),
  );
  return { ...listing, rows, waiting: added + marked || (moved ? 1 : 0) };
}

export function applyPage<T>(before: Listing<T>, page: PageMessage<T>, held: boolean): Listing<T> {
  const latest = new Map(page.items.map((item) => [keyOf(item), item]));
  return merged(before, latest, page.position, held, false);
}

export function applyChange<T>(
  before: Listing<T>,
  change: ChangeMessage<T>,
  held: boolean,
): Listing<T> {
  const known = new Map(before.latest);
  change.changed.forEach((item) => known.set(keyOf(item), item));
  const latest = new Map<string, T>();
  let incomplete = false;
  for (const key of change.order) {
    const item = known.get(key);
    if (item === undefined) incomplete = true;
    else latest.set(key, item);
  }
  return merged(before, latest, change.position, held, incomplete);
}

// --- server-sent events ---------------------------------------------------------------------------

export interface ServerEvent {
  event: string;
  data: string;
  id?: string;
}

/** Reads a text/event-stream piece by piece (WHATWG HTML, section 9.2.6). */
export class EventParser {
  private rest = '';
  private event = '';
  private id: string | undefined;
  private data: string[] = [];

  push(piece: string): ServerEvent[] {
    const found: ServerEvent[] = [];
    let text = this.rest + piece;
    this.rest = '';
    if (text.endsWith('\r')) {
      this.rest = '\r';
      text = text.slice(0, -1);
    }
    const lines = text.split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + this.rest;
    for (const line of lines) {
      if (line === '') this.finish(found);
      else this.field(line);
    }
    return found;
  }

  private finish(found: ServerEvent[]): void {
    if (this.data.length > 0) {
      found.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id });
    }
    this.event = '';
    this.data = [];
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment: it lives
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id') this.id = value;
  }
}

/** `stopped`: the service said no, and would again. */
export type LinkState = 'connecting' | 'live' | 'polled' | 'lost' | 'stopped';
export interface Follower<T> {
  page(page: PageMessage<T>): void;
  change(change: ChangeMessage<T>): void;
  /** Something was heard, be it a comment. */
  heard(): void;
  state(state: LinkState, retryInMs?: number, problem?: Problem): void;
}

/** How often a list is asked for that the service does not keep live. */
const kPollMs = 15_000;
/** Comments come every 15 seconds; after this long without anything the link is taken for lost. */
const kSilenceMs = 40_000;

/** What the service says when it cannot go on with a list. */
function problemIn(data: string): Problem {
  const body = JSON.parse(data) as Partial<ProblemBody>;
  return new Problem({ type: 'urn:recourse:http:problem', title: 'problem', status: 500, ...body });
}

async function readStream<T>(
  response: Response,
  link: AbortController,
  follower: Follower<T>,
): Promise<void> {
  const reader = response
    .body!.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .getReader();
  const parser = new EventParser();
  let silence = setTimeout(() => link.abort(), kSilenceMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(() => link.abort(), kSilenceMs);
      follower.heard();
      for (const { event, data } of parser.push(value)) {
        if (event === 'page') follower.page(JSON.parse(data) as PageMessage<T>);
        else if (event === 'change') follower.change(JSON.parse(data) as ChangeMessage<T>);
        else if (event === 'problem') throw problemIn(data);
      }
    }
  } finally {
    clearTimeout(silence);
  }
}

/** Follows a list until `signal` says stop; connects anew, later and later, when the link is lost. */
export async function follow<T>(
  path: string,
  follower: Follower<T>,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; !signal.aborted;) {
    const link = new AbortController();
    const stop = () => link.abort();
    signal.addEventListener('abort', stop, { once: true });
    // A connection that is gone may be silent for long; the browser often knows before.
    globalThis.addEventListener?.('offline', stop);
    let again = 0;
    let problem: Problem | undefined;
    try {
      const response = await send('GET', path, {
        headers: { Accept: 'text/event-stream, application/json;q=0.5' },
        signal: link.signal,
      });
      attempt = 0;
      if (response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
        follower.state('live');
        await readStream(response, link, follower);
      } else {
        follower.page((await response.json()) as PageMessage<T>);
        follower.state('polled');
        again = kPollMs;
      }
    } catch (error) {
      if (!link.signal.aborted) problem = asProblem(error);
    } finally {
      signal.removeEventListener('abort', stop);
      globalThis.removeEventListener?.('offline', stop);
    }
    if (signal.aborted) return;
    if (again === 0) {
      // A refusal does not become a yes by itself.
      if (problem && problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
        follower.state('stopped', undefined, problem);
        return;
      }
      again = backoff(attempt++);
      follower.state('lost', again, problem);
    }
    await pause(again, signal);
  }
}
