// What the service says of its workflows, asked for once each.
import { useEffect, useMemo, useState } from 'react';
import { asProblem, getJson, type Answer, type ListAnswer, type Problem } from './api';
import { type Field, formOf, type TypeMeta } from './forms/model';
import { dictionary, useTexts } from './i18n';

export interface WorkflowRow {
  kind: string;
  name: string;
  doc?: string;
  zh?: string;
  /** Key of its only stream; empty: it has many. */
  key?: string;
  /** A stream may be begun without a key. */
  makes_key?: boolean;
}
export interface Command {
  type: string;
  doc: string;
  zh?: string;
  begins: boolean;
  /** It begins a stream under a key that the workflow makes. */
  makesKey: boolean;
  /** It records a look in clear, and is given with it. */
  look: boolean;
  fields: Field[];
}
export interface Workflow extends WorkflowRow {
  commands: Command[];
  state: Field[];
}

interface Described {
  kind: string;
  name?: string;
  doc?: string;
  zh?: string;
  key?: string;
  makes_key?: boolean;
  commands: TypeMeta[];
  events?: TypeMeta[];
  /** With what follows from it. */
  state?: TypeMeta | null;
}

/** What is said of fields is known from then on, also where their type is not. */
function learn(fields: Field[]): void {
  for (const field of fields) {
    if (field.label.zh && !dictionary.fields.has(field.name))
      dictionary.fields.set(field.name, field.label);
    const owner = field.item ?? field;
    for (const word of owner.words) {
      if (!word.zh && !word.en) continue;
      dictionary.words.set(`${field.name}:${word.value}`, word);
      if (!dictionary.words.has(word.value)) dictionary.words.set(word.value, word);
    }
    learn(owner.fields);
  }
}

function read(item: Described): Workflow {
  const commands = item.commands.map((type): Command => {
    dictionary.types.set(type.type, { zh: type.zh });
    return {
      type: type.type,
      doc: type.doc ?? '',
      zh: type.zh,
      begins: type.begins ?? false,
      makesKey: type.makes_key ?? false,
      look: type.look ?? false,
      fields: formOf(type),
    };
  });
  item.events?.forEach((type) => {
    dictionary.types.set(type.type, { zh: type.zh });
    const fields = formOf(type);
    dictionary.events.set(type.type, fields);
    learn(fields);
  });
  const state = item.state ? formOf(item.state) : [];
  commands.forEach((command) => learn(command.fields));
  learn(state);
  return {
    kind: item.kind,
    name: item.name ?? item.kind,
    doc: item.doc,
    zh: item.zh,
    key: item.key,
    makes_key: item.makes_key,
    commands,
    state,
  };
}

const known = new Map<string, Promise<Workflow>>();
function ask(kind: string): Promise<Workflow> {
  let asked = known.get(kind);
  if (!asked) {
    asked = getJson<Answer<Described>>(`/v1/workflows/${encodeURIComponent(kind)}`).then(
      ({ item }) => read(item),
    );
    asked.catch(() => known.delete(kind));
    known.set(kind, asked);
  }
  return asked;
}

export interface Found<T> {
  data?: T;
  problem?: Problem;
}
/** Null asks nothing. */
export function useWorkflow(kind: string | null): Found<Workflow> {
  const [found, setFound] = useState<Found<Workflow> & { kind?: string | null }>({});
  useEffect(() => {
    if (kind === null) return;
    let gone = false;
    ask(kind)
      .then((data) => {
        if (!gone) setFound({ kind, data });
      })
      .catch((error) => {
        if (!gone) setFound({ kind, problem: asProblem(error) });
      });
    return () => {
      gone = true;
    };
  }, [kind]);
  return found.kind === kind ? found : {};
}

let rows: Promise<WorkflowRow[]> | undefined;
export function useWorkflows(): Found<WorkflowRow[]> {
  const [found, setFound] = useState<Found<WorkflowRow[]>>({});
  useEffect(() => {
    rows ??= getJson<ListAnswer<WorkflowRow>>('/v1/workflows').then(({ items }) => items);
    rows
      .then((data) => setFound({ data }))
      .catch((error) => {
        rows = undefined;
        setFound({ problem: asProblem(error) });
      });
  }, []);
  return found;
}

export function commandOf(workflow: Workflow | undefined, type: string): Command | undefined {
  return workflow?.commands.find(
    (command) => command.type === type || command.type.endsWith(`.${type}`),
  );
}

// --- word lists -----------------------------------------------------------------------------------

export interface WordRow {
  code?: string;
  name?: string;
  zh?: string;
  en?: string;
  line?: string;
  district?: string;
  [more: string]: unknown;
}
export interface Material {
  code: string;
  zh: string;
  en: string;
  requirement_zh?: string;
  requirement_en?: string;
  main?: boolean;
}
export interface Matter extends WordRow {
  code: string;
  limit_days?: number | null;
  lacking?: boolean;
  materials?: Material[];
}

const lists = new Map<string, Promise<WordRow[]>>();
export function useWordList<T extends WordRow = WordRow>(list: string): T[] {
  const [found, setFound] = useState<T[]>([]);
  useEffect(() => {
    let gone = false;
    let asked = lists.get(list);
    if (!asked) {
      asked = getJson<ListAnswer<WordRow>>(`/v1/words/${list}`).then(({ items }) => items);
      asked.catch(() => lists.delete(list));
      lists.set(list, asked);
    }
    asked
      .then((items) => {
        if (!gone) setFound(items as T[]);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [list]);
  return found;
}

/** What stations and units are called: their names for citizens, with the code for staff. */
export interface UnitNames {
  /** Undefined: it has none. */
  name: (code: string) => string | undefined;
  /** `黄浦分局第01派出所（31010101）`; the code alone where it has no name. */
  label: (code: string | null | undefined) => string;
}
export function useUnitNames(): UnitNames {
  const { t, lang } = useTexts();
  const stations = useWordList('stations');
  const units = useWordList('units');
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const one of [...units, ...stations]) {
      const name = one.name || (lang === 'zh' ? one.zh : one.en);
      if (one.code && name) names.set(one.code, name);
    }
    names.set('archive', t('inArchive'));
    return {
      name: (code) => names.get(code),
      label: (code) => {
        if (!code) return '–';
        const name = names.get(code);
        if (code === 'archive' || !name) return name ?? code;
        return t('nameAndCode', { name, code });
      },
    };
  }, [stations, units, lang, t]);
}
