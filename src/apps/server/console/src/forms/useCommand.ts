// Giving a command from a form: one intent with one id, kept until a definite answer has come.
import { useCallback, useRef, useState } from 'react';
import { asProblem, type CommandAnswer, freshKey, give, isUnsettled, type Problem } from '../api';
import { announce } from '../components/basics';
import { useTexts } from '../i18n';
import type { FormErrors } from './Fields';
import { type Field, fieldNamed, toJson, type Values } from './model';

export interface Giving {
  busy: boolean;
  problem?: Problem;
  errors: FormErrors;
  /** Which repetition is under way; 0: none. */
  retry: number;
  /** What it would come to. */
  tried?: CommandAnswer;
  submit: (
    fields: Field[],
    values: Values,
    options?: { dryRun?: boolean; version?: number },
  ) => Promise<CommandAnswer | undefined>;
  reset: () => void;
}

const kNoErrors: FormErrors = { faults: {} };

/**
 * The version that somebody saw when the form was touched first: what comes later is not taken as
 * seen, though the page goes on.
 */
export function useSeenVersion(
  version: number | undefined,
  touched: boolean,
): [number | undefined, (actual?: number) => void] {
  const seen = useRef(version);
  if (!touched) seen.current = version;
  const renew = useCallback(
    (actual?: number) => {
      seen.current = Math.max(actual ?? 0, version ?? 0) || undefined;
    },
    [version],
  );
  return [seen.current, renew];
}

/** The field that is wrong takes the focus. */
function focusOn(path: string | undefined): void {
  if (path === undefined) return;
  setTimeout(() => {
    const plain = path.replace(/\[\d+\].*$/, '');
    const place =
      document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ??
      document.querySelector<HTMLElement>(`[data-path="${CSS.escape(plain)}"]`);
    const input = place?.matches('input, textarea, select')
      ? place
      : place?.querySelector<HTMLElement>('input, textarea, select, button');
    input?.focus();
  }, 0);
}

export function useCommand(kind: string, command: string, key?: string): Giving {
  const { t, lang } = useTexts();
  const intent = useRef('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState<FormErrors>(kNoErrors);
  const [retry, setRetry] = useState(0);
  const [tried, setTried] = useState<CommandAnswer>();
  const reset = useCallback(() => {
    setProblem(undefined);
    setErrors(kNoErrors);
    setTried(undefined);
  }, []);
  const submit: Giving['submit'] = useCallback(
    async (fields, values, options = {}) => {
      reset();
      const made = toJson(fields, values);
      const wrong = Object.keys(made.faults);
      if (wrong.length > 0) {
        setErrors({ faults: made.faults });
        announce(t('nFaults', { n: wrong.length }));
        focusOn(wrong[0]);
        return undefined;
      }
      if (!options.dryRun && intent.current === '') intent.current = freshKey();
      setBusy(true);
      try {
        const answer = await give({
          kind,
          key,
          command,
          fields: made.json,
          version: options.version,
          dryRun: options.dryRun,
          intent: options.dryRun ? freshKey() : intent.current,
          onRetry: setRetry,
        });
        if (options.dryRun) setTried(answer);
        else intent.current = '';
        return answer;
      } catch (error) {
        const found = asProblem(error);
        if (!isUnsettled(found)) intent.current = '';
        setProblem(found);
        const path = fieldNamed(found.body, fields);
        if (path !== undefined) {
          const text =
            (lang === 'zh' ? found.body.detail_zh : undefined) ||
            found.body.detail ||
            found.body.title;
          setErrors({ faults: {}, said: { path, text } });
          focusOn(path);
        }
        return undefined;
      } finally {
        setBusy(false);
        setRetry(0);
      }
    },
    [kind, command, key, lang, reset, t],
  );
  return { busy, problem, errors, retry, tried, submit, reset };
}
