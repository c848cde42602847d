// Who is signed in. Only the service says so.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import {
  asProblem,
  getJson,
  keepSession,
  onSignedOut,
  type Problem,
  send,
  sendJson,
  type Session,
  useCsrf as keepCsrf,
} from './api';

export interface DemoActor {
  actor: string;
  name?: string;
  zh?: string;
  /** Of a citizen: the inquiry code of the case. */
  code?: string;
}
interface SessionState {
  /** Undefined: not known yet; null: nobody. */
  session: Session | null | undefined;
  problem?: Problem;
  /** The session ended by itself. */
  ended: boolean;
  /** With a demonstration: who one can become. */
  demo: DemoActor[];
  /** The inquiry code that was typed in, for as long as the page is open. */
  code: string;
  signIn: (account: string, password: string) => Promise<void>;
  signInCitizen: (caseNumber: string, code: string) => Promise<void>;
  become: (actor: string) => Promise<void>;
  signOut: () => Promise<void>;
  reload: () => void;
}
/** Nobody is signed in: `item` is null. */
interface WhoAmI {
  item: Session | null;
  demo?: boolean;
}
const Context = createContext<SessionState | null>(null);

/** An actor of the demonstration's list, in whatever form it is named. */
export function demoActorOf(row: unknown): DemoActor {
  if (typeof row === 'string') return { actor: row };
  const fields = row as {
    actor?: unknown;
    id?: string;
    role?: string;
    unit?: string;
    name?: string;
    zh?: string;
    label?: string;
    code?: string;
  };
  const parts = (typeof fields.actor === 'object' && fields.actor ? fields.actor : fields) as {
    id?: string;
    role?: string;
    unit?: string;
  };
  const actor =
    typeof fields.actor === 'string'
      ? fields.actor
      : `${parts.role}:${parts.id}${parts.unit ? `@${parts.unit}` : ''}`;
  return { actor, name: fields.name ?? fields.label, zh: fields.zh, code: fields.code };
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>();
  const [problem, setProblem] = useState<Problem>();
  const [ended, setEnded] = useState(false);
  const [demo, setDemo] = useState<DemoActor[]>([]);
  const [code, setCode] = useState('');
  const [turn, setTurn] = useState(0);

  const take = useCallback((next: Session | null) => {
    keepCsrf(next?.csrf);
    setSession(next);
    setEnded(false);
    setProblem(undefined);
  }, []);
  const ask = useCallback(async () => {
    const { item, demo: shown } = await getJson<WhoAmI>('/v1/session');
    take(item);
    if (!(item?.demo ?? shown)) return setDemo([]);
    const { items } = await getJson<{ items: unknown[] }>('/v1/session/demo');
    setDemo(items.map(demoActorOf));
  }, [take]);
  useEffect(() => {
    onSignedOut(() => {
      keepCsrf(undefined);
      setSession((before) => {
        if (before) setEnded(true);
        return null;
      });
    });
    ask().catch((error) => {
      const found = asProblem(error);
      if (found.status !== 401) setProblem(found);
    });
  }, [ask, turn]);
  const signedIn = Boolean(session);
  useEffect(() => (signedIn ? keepSession() : undefined), [signedIn]);

  const value = useMemo<SessionState>(() => {
    const begin = async (path: string, body: unknown) => {
      await sendJson('POST', path, body);
      await ask();
    };
    return {
      session,
      problem,
      ended,
      demo,
      code,
      signIn: (account, password) => begin('/v1/session', { account, password }),
      signInCitizen: async (caseNumber, given) => {
        await begin('/v1/session/citizen', { case: caseNumber, code: given });
        setCode(given);
      },
      become: async (actor) => {
        await begin('/v1/session/demo', { actor });
        setCode(demo.find((one) => one.actor === actor)?.code ?? '');
      },
      signOut: async () => {
        await send('DELETE', '/v1/session');
        setCode('');
        take(null);
      },
      reload: () => setTurn((n) => n + 1),
    };
  }, [session, problem, ended, demo, code, ask, take]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): SessionState {
  const found = useContext(Context);
  if (!found) throw new Error('useSession outside of SessionProvider');
  return found;
}
/** Of a page that is shown only to who is signed in. */
export function useSigned(): Session {
  const { session } = useSession();
  if (!session) throw new Error('nobody is signed in');
  return session;
}

export type Desk =
  'window' | 'department' | 'supervisor' | 'citizen' | 'operator' | 'ledger' | 'workflows';
/** The desks of a role, its own first. */
export function desksOf(session: Session): Desk[] {
  if (session.means === 'inquiry' || session.actor.role === 'citizen') return ['citizen'];
  switch (session.actor.role) {
    case 'window_officer':
    case 'counter_lead':
    case 'station_chief':
      return ['window', 'department', 'ledger', 'workflows'];
    case 'district_officer':
    case 'city_officer':
    case 'liaison':
      return ['department', 'supervisor', 'ledger', 'workflows'];
    case 'supervisor':
      return ['supervisor', 'department', 'ledger', 'workflows'];
    case 'administrator':
      return ['operator', 'supervisor', 'workflows'];
    default:
      return ['workflows'];
  }
}
