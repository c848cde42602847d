// One's own account: who one is, another password, tokens for programs; and somebody's first password.
import { Button, Checkbox, Group, PasswordInput, Stack, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Answer, asProblem, type ListAnswer, type Problem, send, sendJson } from '../api';
import { Empty, Loaded, Notice, PageTitle, ProblemNotice, Section } from '../components/basics';
import { Moment } from '../components/time';
import { useAsk } from '../hooks';
import { type TextKey, useTexts } from '../i18n';
import { useSigned } from '../session';

export function Account() {
  const { t, roleLabel } = useTexts();
  const session = useSigned();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [said, setSaid] = useState<'done' | Problem>();
  const change = async () => {
    try {
      await sendJson('PUT', '/v1/session/password', { old, new: next });
      setSaid('done');
      setOld('');
      setNext('');
    } catch (error) {
      setSaid(asProblem(error));
    }
  };
  return (
    <>
      <PageTitle>{t('account')}</PageTitle>
      <dl className="facts">
        <div>
          <dt>{t('account')}</dt>
          <dd>{session.account || session.actor.id}</dd>
        </div>
        <div>
          <dt>{t('personName')}</dt>
          <dd>{session.name || '–'}</dd>
        </div>
        <div>
          <dt>{t('role')}</dt>
          <dd>{roleLabel(session.actor.role)}</dd>
        </div>
        <div>
          <dt>{t('unit')}</dt>
          <dd>{session.actor.unit || '–'}</dd>
        </div>
      </dl>
      {session.means === 'session' && !session.demo && (
        <Section title={t('setPassword')}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void change();
            }}
          >
            <Stack gap="sm" maw={360}>
              <PasswordInput
                label={t('oldPassword')}
                required
                autoComplete="current-password"
                value={old}
                onChange={(event) => setOld(event.currentTarget.value)}
              />
              <PasswordInput
                label={t('newPassword')}
                required
                minLength={10}
                autoComplete="new-password"
                value={next}
                onChange={(event) => setNext(event.currentTarget.value)}
              />
              {said === 'done' && <Notice tone="good">{t('passwordSet')}</Notice>}
              {said && said !== 'done' && <ProblemNotice problem={said} />}
              <Button type="submit">{t('send')}</Button>
            </Stack>
          </form>
        </Section>
      )}
      {session.means === 'session' && <Tokens scopes={session.scopes} />}
    </>
  );
}

interface Token {
  id: string;
  note: string;
  scopes: string[];
  issued: string;
  until: string;
}

/** Tokens for programs that act as this account; the text of one is shown once. */
const kScopes: Record<string, TextKey> = {
  read: 'scope_read',
  write: 'scope_write',
  feed: 'scope_feed',
  operate: 'scope_operate',
};

function Tokens({ scopes }: { scopes: string[] }) {
  const { t, lang } = useTexts();
  const asked = useAsk<ListAnswer<Token>>('/v1/tokens', undefined, { quiet: true });
  const [note, setNote] = useState('');
  const [days, setDays] = useState('30');
  const [chosen, setChosen] = useState<string[]>(['read']);
  const scopeLabel = (scope: string): string => (scope in kScopes ? t(kScopes[scope]!) : scope);
  const [issued, setIssued] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const attempt = async (action: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await action();
      asked.reload();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const issue = () =>
    attempt(async () => {
      const { item } = await sendJson<Answer<Record<string, string>>>('POST', '/v1/tokens', {
        note,
        scopes: chosen,
        days: Number(days),
      });
      setIssued(item.secret ?? item.token);
      setNote('');
    });
  return (
    <Section title={t('tokens')}>
      <Stack gap="sm">
        <Loaded asked={asked}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty>{t('nothingHere')}</Empty>
            ) : (
              <Table verticalSpacing={3}>
                <Table.Tbody>
                  {items.map((token) => (
                    <Table.Tr key={token.id}>
                      <Table.Td>
                        {token.note}
                        <br />
                        <code>{token.id}</code>
                      </Table.Td>
                      <Table.Td>
                        {token.scopes.map(scopeLabel).join(lang === 'zh' ? '、' : ', ')}
                      </Table.Td>
                      <Table.Td className="wide-only">
                        {t('tokenUntil')} <Moment at={token.until} />
                      </Table.Td>
                      <Table.Td>
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={`${t('revoke')} ${token.note}`}
                          onClick={() =>
                            void attempt(async () => {
                              await send('DELETE', `/v1/tokens/${encodeURIComponent(token.id)}`);
                            })
                          }
                        >
                          {t('revoke')}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )
          }
        </Loaded>
        {issued && (
          <Notice tone="good" title={t('tokenOnce')}>
            <code className="pre">{issued}</code>
          </Notice>
        )}
        {problem && <ProblemNotice problem={problem} />}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void issue();
          }}
        >
          <Group align="flex-end">
            <TextInput
              label={t('tokenNote')}
              required
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <TextInput
              label={t('tokenDays')}
              required
              type="number"
              min={1}
              max={365}
              w={90}
              value={days}
              onChange={(event) => setDays(event.currentTarget.value)}
            />
            <Checkbox.Group label={t('tokenScopes')} value={chosen} onChange={setChosen}>
              <Group gap="xs" mih={36}>
                {scopes.map((scope) => (
                  <Checkbox key={scope} value={scope} label={scopeLabel(scope)} />
                ))}
              </Group>
            </Checkbox.Group>
            <Button type="submit" variant="default" disabled={chosen.length === 0}>
              {t('issueToken')}
            </Button>
          </Group>
        </form>
      </Stack>
    </Section>
  );
}

/** Of somebody's account: the password that they begin with. */
export function FirstPassword({ account }: { account: string }) {
  const { t } = useTexts();
  const { actor } = useSigned();
  const [password, setPassword] = useState('');
  const [said, setSaid] = useState<'done' | Problem>();
  if (actor.role !== 'administrator') return null;
  const set = async () => {
    try {
      await sendJson('PUT', `/v1/account/${encodeURIComponent(account)}/password`, { password });
      setSaid('done');
      setPassword('');
    } catch (error) {
      setSaid(asProblem(error));
    }
  };
  return (
    <Section title={t('firstPassword')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void set();
        }}
      >
        <Stack gap="sm" maw={360}>
          <PasswordInput
            label={t('newPassword')}
            required
            minLength={10}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {said === 'done' && <Notice tone="good">{t('passwordSet')}</Notice>}
          {said && said !== 'done' && <ProblemNotice problem={said} />}
          <Button type="submit" w="fit-content">
            {t('send')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
