// Small parts that every desk uses.
import { Alert, Anchor, Button, Group, Loader, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Problem } from '../api';
import type { Asked } from '../hooks';
import { href } from '../hooks';
import { useTexts } from '../i18n';
import { useSession } from '../session';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info';
export function Tag({
  tone = 'plain',
  children,
  title,
}: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={`tag tag-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** A notice. What went wrong is spoken at once, everything else when there is time. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <Alert
      className={`notice notice-${tone}`}
      title={title}
      role={tone === 'bad' ? 'alert' : 'status'}
      variant="transparent"
    >
      {children}
    </Alert>
  );
}

export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { t, lang, commandLabel } = useTexts();
  const { session } = useSession();
  const { body } = problem;
  const own = body.detail_zh || body.title_zh;
  const said = (lang === 'zh' ? own : body.detail) || body.detail || body.title;
  // What is said in English alone helps staff to find the place; citizens have no use for it.
  const staff = Boolean(session) && session?.means !== 'inquiry';
  const exact = staff && said !== body.detail && !body.detail_zh ? body.detail : undefined;
  return (
    <Notice
      tone="bad"
      title={
        problem.lost
          ? t('lostTitle')
          : problem.status === 429
            ? t('slowedTitle')
            : t('refusedTitle')
      }
    >
      <Text size="sm">{problem.lost ? t('lostText') : said || body.title}</Text>
      {problem.retryAfter !== undefined && (
        <Text size="sm">{t('retryAfter', { n: problem.retryAfter })}</Text>
      )}
      {exact && (
        <Text size="xs" mt={4}>
          <code lang="en">{exact}</code>
        </Text>
      )}
      {!problem.lost && staff && (
        <Text size="xs" mt={4}>
          <code>{problem.name}</code>
          {body.rule ? ` · ${t('rule')} ${body.rule}` : ''}
        </Text>
      )}
      {body.allowed && body.allowed.length > 0 && (
        <Text size="xs" mt={4}>
          {t('allowedNow')}：{body.allowed.map(commandLabel).join(lang === 'zh' ? '、' : ', ')}
        </Text>
      )}
      {retry && (
        <Button mt="xs" size="xs" variant="default" onClick={retry}>
          {t('again')}
        </Button>
      )}
    </Notice>
  );
}

/** What was asked for, once it is there. */
export function Loaded<T>({
  asked,
  children,
}: {
  asked: Asked<T>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTexts();
  return (
    <>
      {asked.problem && <ProblemNotice problem={asked.problem} retry={asked.reload} />}
      {asked.data !== undefined
        ? children(asked.data)
        : asked.busy && (
            <Group p="md" role="status">
              <Loader size="sm" />
              <Text size="sm">{t('loading')}</Text>
            </Group>
          )}
    </>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return (
    <Text p="md" c="dimmed" size="sm">
      {children}
    </Text>
  );
}

export function StreamLink({ stream, children }: { stream: string; children?: ReactNode }) {
  const slash = stream.indexOf('/');
  const kind = slash < 0 ? 'case' : stream.slice(0, slash);
  const key = stream.slice(slash + 1);
  return <Anchor href={streamHref(kind, key)}>{children ?? key}</Anchor>;
}
export function streamHref(kind: string, key: string): string {
  return kind === 'case' ? href('case', key) : href('w', kind, key);
}

/** A heading that takes the focus when a page is opened, so that keyboard and reader begin there. */
export function PageTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Group justify="space-between" align="center" mb="sm" wrap="wrap">
      <h1 ref={heading} tabIndex={-1} className="page-title">
        {children}
      </h1>
      {aside}
    </Group>
  );
}

export function Section({
  title,
  aside,
  children,
  id,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="section" aria-label={title} id={id}>
      <Group justify="space-between" mb={6} wrap="wrap">
        <h2 className="section-title">{title}</h2>
        {aside}
      </Group>
      {children}
    </section>
  );
}

/** Says a result to a screen reader. */
let speaker: HTMLElement | null = null;
export function announce(text: string): void {
  if (!speaker) return;
  speaker.textContent = '';
  setTimeout(() => {
    if (speaker) speaker.textContent = text;
  }, 50);
}
export function Speaker() {
  return (
    <div
      className="visually-hidden"
      aria-live="polite"
      ref={(element) => {
        speaker = element;
      }}
    />
  );
}
