// Signing in: staff by account and password, citizens by case number and inquiry code.
import { Button, Paper, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { asProblem, type Problem } from '../api';
import { Notice, PageTitle, ProblemNotice } from '../components/basics';
import { useTexts } from '../i18n';
import { useSession } from '../session';

function useSubmit(action: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, submit };
}

export function SignIn() {
  const { t } = useTexts();
  const { ended, demo, become, problem, reload } = useSession();
  return (
    <>
      <PageTitle>{t('appName')}</PageTitle>
      {ended && <Notice tone="warn">{t('signedOut')}</Notice>}
      {problem && <ProblemNotice problem={problem} retry={reload} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" mt="sm">
        <StaffForm />
        <CitizenForm />
      </SimpleGrid>
      {demo.length > 0 && <DemoList onBecome={become} />}
    </>
  );
}

function StaffForm() {
  const { t } = useTexts();
  const { signIn } = useSession();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, submit } = useSubmit(() => signIn(account, password));
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <h2 className="section-title">{t('staff')}</h2>
        <TextInput
          label={t('account')}
          required
          autoComplete="username"
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem && <ProblemNotice problem={problem} />}
        <Button type="submit" loading={busy}>
          {t('signIn')}
        </Button>
      </Stack>
    </Paper>
  );
}

function CitizenForm() {
  const { t } = useTexts();
  const { signInCitizen } = useSession();
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const { busy, problem, submit } = useSubmit(() => signInCitizen(number.trim(), code.trim()));
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <h2 className="section-title">{t('citizens')}</h2>
        <TextInput
          label={t('caseNumber')}
          required
          autoComplete="off"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <TextInput
          label={t('inquiryCode')}
          description={t('inquiryHint')}
          required
          autoComplete="off"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {problem && <ProblemNotice problem={problem} />}
        <Button type="submit" loading={busy}>
          {t('search')}
        </Button>
      </Stack>
    </Paper>
  );
}

function DemoList({ onBecome }: { onBecome: (actor: string) => Promise<void> }) {
  const { t, lang, actorLabel } = useTexts();
  const { demo } = useSession();
  const [problem, setProblem] = useState<Problem>();
  return (
    <Paper withBorder p="md" mt="lg">
      <h2 className="section-title">{t('demoActors')}</h2>
      {problem && <ProblemNotice problem={problem} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="xs" mt="xs">
        {demo.map((one) => (
          <Button
            key={one.actor}
            variant="default"
            h="auto"
            py={6}
            onClick={() => onBecome(one.actor).catch((error) => setProblem(asProblem(error)))}
          >
            <span className="demo-actor">
              <span>
                {(lang === 'zh' ? one.zh : undefined) ?? one.name ?? actorLabel(one.actor)}
              </span>
              <Text span size="xs" c="dimmed">
                {one.actor}
              </Text>
            </span>
          </Button>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
