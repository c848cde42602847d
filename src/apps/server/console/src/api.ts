// The service's API (docs/http.md) as calls: JSON in, JSON or a Problem out.
//
// A write carries one Idempotency-Key per intent. While no answer has come, the same request is sent
// again with the same key: it takes effect once.

export interface ProblemBody {
  type: string;
  title: string;
  title_zh?: string;
  status: number;
  detail?: string;
  detail_zh?: string;
  rule?: string;
  allowed?: string[];
  retryable?: boolean;
  actual?: number;
  /** Where the service names the field that is wrong. */
  field?: string;
  pointer?: string;
}

/** What the service said no with, or that it could not be reached (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly body: ProblemBody,
    readonly retryAfter?: number,
  ) {
    super(body.detail ?? body.title);
  }
  get status(): number {
    return this.body.status;
  }
  /** The last part of its type, say `version_conflict`. */
  get name(): string {
    return this.body.type.split(':').pop() ?? this.body.title;
  }
  get lost(): boolean {
    return this.status === 0;
  }
  get isConflict(): boolean {
    return this.status === 412 || this.name === 'version_conflict';
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ type: 'urn:recourse:console:failed', title: 'failed', status: -1, detail });
}

export interface Answer<T> {
  position: number;
  item: T;
}
export interface ListAnswer<T> {
  position: number;
  items: T[];
  next?: string;
}
export interface Outcome {
  version?: number;
  position?: number;
  events?: string[];
  /** The id had taken effect before. */
  duplicate?: boolean;
  repeated?: boolean;
  inquiry_code?: string;
  earlier?: unknown[];
}
export interface CommandAnswer<T = Stream> extends Answer<T> {
  /** Of a dry run there is none: its `item` has the events. */
  outcome?: Outcome;
}
/** Types of the events that a command came to, or would come to. */
export function eventTypes(answer: CommandAnswer): string[] {
  if (answer.outcome?.events) return answer.outcome.events;
  const { events } = answer.item as unknown as { events?: (string | { type: string })[] };
  return (events ?? []).map((event) => (typeof event === 'string' ? event : event.type));
}
export interface Stream {
  key: string;
  version: number;
  definition?: number;
  state: Record<string, unknown>;
  timers?: { name: string; due: string; fires?: boolean }[];
  next?: (string | { type: string; doc?: string; zh?: string })[];
}
export interface Actor {
  id: string;
  role: string;
  unit: string;
}
export interface Session {
  account: string;
  name: string;
  actor: Actor;
  means: 'session' | 'token' | 'proxy' | 'inquiry';
  scopes: string[];
  csrf?: string;
  stream?: string | null;
  demo: boolean;
}

export type Query = Record<
  string,
  string | number | boolean | readonly string[] | null | undefined
>;

/** `/v1/cases?station=S001`: what is empty is left out, a list becomes a repeated parameter. */
export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    if (Array.isArray(value)) value.forEach((one) => parameters.append(name, one));
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A path of a stream, its kind and key encoded. */
export function streamPath(kind: string, key: string, rest = ''): string {
  return `/v1/${encodeURIComponent(kind)}/${encodeURIComponent(key)}${rest}`;
}

/** A fresh command id. `crypto.randomUUID` exists in secure contexts alone. */
export function freshKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The service's ids may stand with or without the workflow before them: `case.accept`, `accept`. */
export function shortName(type: string): string {
  return type.slice(type.indexOf('.') + 1);
}

/** How far the service's clock is from the browser's; less than what an answer takes is nothing. */
let skew = 0;
const kSkewLeast = 5000;
function learnTime(response: Response): void {
  const said = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(said) || Math.abs(said - serviceNow()) < kSkewLeast) return;
  skew = said - Date.now();
}
/** Now, by the service's clock: limits are counted by it. */
export function serviceNow(): number {
  return Date.now() + skew;
}

/** Whoever has not touched the page for as long is taken for away: what it asks for then is no activity. */
const kAwayMs = 60_000;
let touched = Date.now();
/** Somebody is at it: keys, pointer, wheel. */
export function noteTouch(): void {
  touched = Date.now();
}
/** Whether a request is the page's own doing. */
export function isAway(now = Date.now()): boolean {
  return now - touched > kAwayMs;
}

let csrf = '';
export function useCsrf(token: string | undefined): void {
  csrf = token ?? '';
}

type Listener = () => void;
let whenSignedOut: Listener = () => {};
/** Called when an answer says that nobody is signed in any more. */
export function onSignedOut(listener: Listener): void {
  whenSignedOut = listener;
}

async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? '') || undefined;
  try {
    const body = (await response.json()) as ProblemBody;
    return new Problem({ ...body, status: body.status ?? response.status }, retryAfter);
  } catch {
    const title = response.statusText || String(response.status);
    return new Problem(
      { type: `urn:recourse:http:${response.status}`, title, status: response.status },
      retryAfter,
    );
  }
}

/** Sends one request. Throws a Problem; one with `status` 0 if no answer came. */
export async function send(
  method: string,
  path: string,
  options: {
    body?: unknown;
    headers?: Record<string, string>;
    signal?: AbortSignal;
  } = {},
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrf !== '') headers['X-CSRF-Token'] = csrf;
  if (method === 'GET' && isAway()) headers['X-Background'] = '1';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem({
      type: 'urn:recourse:console:lost',
      title: 'lost',
      status: 0,
      detail: String(error),
    });
  }
  learnTime(response);
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && problem.name === 'not_signed_in') whenSignedOut();
  throw problem;
}

export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const response = await send('GET', withQuery(path, query), { signal });
  return (await response.json()) as T;
}
export async function sendJson<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, { body: body ?? {} });
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}
/** Tells the service, each minute, of somebody who types and asks for nothing: a session ends without
 * activity. Call the answer to end it. */
export function keepSession(): () => void {
  const timer = setInterval(() => {
    // An ended session is told by `onSignedOut`, a lost line by whatever is asked next.
    if (!isAway())
      getJson<{ item: unknown }>('/v1/session')
        .then(({ item }) => {
          if (item === null) whenSignedOut();
        })
        .catch(() => undefined);
  }, kAwayMs);
  return () => clearInterval(timer);
}
export async function getText(path: string): Promise<string> {
  const response = await send('GET', path, { headers: { Accept: '*/*' } });
  return response.text();
}

/** Whether nothing is known of what became of a request, so that it is to be sent again. */
export function isUnsettled(problem: Problem): boolean {
  return problem.lost || [502, 503, 504].includes(problem.status);
}

export const kRetries = 6;
/** How long to wait before the n-th repetition, in milliseconds. */
export function backoff(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** attempt);
}
/** Waits, at most until the browser says that it is connected again, or until `signal` says stop. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener?.('online', done);
    signal?.addEventListener('abort', done);
  });
}

export interface CommandRequest {
  kind: string;
  /** Missing: the workflow makes one. */
  key?: string;
  /** `case.accept` or `accept`. */
  command: string;
  fields: unknown;
  /** The version that the sender saw. */
  version?: number;
  intent: string;
  dryRun?: boolean;
  /** Told before each repetition. */
  onRetry?: (attempt: number, waitMs: number) => void;
}

export async function give<T = Stream>(request: CommandRequest): Promise<CommandAnswer<T>> {
  const { kind, key, command } = request;
  const place = key === undefined ? `/v1/${encodeURIComponent(kind)}` : streamPath(kind, key);
  const path = withQuery(`${place}/commands/${encodeURIComponent(shortName(command))}`, {
    dry_run: request.dryRun,
  });
  const headers: Record<string, string> = { 'Idempotency-Key': request.intent };
  if (request.version !== undefined && request.version > 0)
    headers['If-Match'] = `"${request.version}"`;
  for (let attempt = 0; ; ++attempt) {
    try {
      const response = await send('POST', path, { body: request.fields, headers });
      return (await response.json()) as CommandAnswer<T>;
    } catch (error) {
      const problem = asProblem(error);
      if (!isUnsettled(problem) || attempt >= kRetries) throw problem;
      const wait = problem.retryAfter !== undefined ? problem.retryAfter * 1000 : backoff(attempt);
      request.onRetry?.(attempt + 1, wait);
      await pause(wait);
    }
  }
}
