// The frame: header, navigation by role, the page that the address names, the status bar, the keys.
import {
  AppShell,
  Box,
  Burger,
  Button,
  Group,
  Kbd,
  Modal,
  NavLink,
  NativeSelect,
  Table,
  TextInput,
} from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { Speaker } from './components/basics';
import { Guard } from './components/Guard';
import { StatusBar } from './components/StatusBar';
import { Account, FirstPassword } from './desks/Account';
import { CaseDesk } from './desks/Case';
import { CitizenDesk } from './desks/Citizen';
import { DepartmentDesk } from './desks/Department';
import { StreamDesk, WorkflowDesk, WorkflowsDesk } from './desks/Generic';
import { LedgerDesk } from './desks/Ledger';
import { OperatorDesk } from './desks/Operator';
import { SignIn } from './desks/SignIn';
import { SupervisorDesk } from './desks/Supervisor';
import { WindowDesk } from './desks/Window';
import { go, href, type Route, useRoute } from './hooks';
import { type TextKey, useTexts } from './i18n';
import { type Desk, desksOf, useSession } from './session';
import { useUnitNames, useWorkflow } from './workflows';

function page(route: Route, desks: Desk[]): ReactNode {
  const [place, first, ...rest] = route.parts;
  const second = rest.length > 0 ? rest.join('/') : undefined;
  switch (place ?? desks[0]) {
    case 'window':
      return <WindowDesk />;
    case 'department':
      return <DepartmentDesk chosen={first} />;
    case 'supervisor':
      return <SupervisorDesk tab={first} />;
    case 'citizen':
      return <CitizenDesk caseKey={first} />;
    case 'operator':
      return <OperatorDesk />;
    case 'ledger':
      return <LedgerDesk key={route.query.toString()} query={route.query} />;
    case 'account':
      return <Account />;
    case 'case':
      return first ? <CaseDesk key={first} caseKey={first} /> : <WorkflowDesk kind="case" />;
    case 'workflows':
      return <WorkflowsDesk />;
    case 'w':
      if (first && second) {
        return (
          <>
            <StreamDesk key={first + second} kind={first} streamKey={second} />
            {first === 'account' && <FirstPassword key={second} account={second} />}
          </>
        );
      }
      return first ? <WorkflowDesk key={first} kind={first} /> : <WorkflowsDesk />;
    default:
      return undefined;
  }
}

export function App() {
  const { t } = useTexts();
  const { session } = useSession();
  const route = useRoute();
  const [menu, { toggle, close }] = useDisclosure(false);
  const [help, helping] = useDisclosure(false);
  const search = useRef<HTMLInputElement>(null);
  const desks = session ? desksOf(session) : [];
  const place = route.parts[0] ?? desks[0];
  useEffect(close, [route, close]);
  // Words of cases stand in every list: they are asked for before the first one is drawn.
  const words = useWorkflow(session ? 'case' : null);
  usePageKeys(search, helping.open, desks);
  // Whoever was at a desk that is not theirs any more (another actor) begins at their own.
  const first = desks[0];
  const foreign = session?.means === 'inquiry' && place !== 'citizen';
  useEffect(() => {
    if (foreign && first) go(first);
  }, [foreign, first]);
  return (
    <AppShell
      header={{ height: 52 }}
      footer={{ height: { base: 46, sm: 32 } }}
      padding="md"
      navbar={session ? { width: 180, breakpoint: 'sm', collapsed: { mobile: !menu } } : undefined}
    >
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group wrap="nowrap" gap="sm" miw={0}>
            {session && (
              <Burger
                opened={menu}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t('menu')}
                aria-expanded={menu}
              />
            )}
            <span className="brand">
              <a href="#/">{t('appName')}</a>
            </span>
          </Group>
          <Group wrap="nowrap" gap="xs">
            {session && desks.includes('ledger') && <Search box={search} />}
            <span className="wide-only">
              <DemoSwitch />
            </span>
            <Language />
          </Group>
        </Group>
      </AppShell.Header>
      {session && (
        <AppShell.Navbar p="xs" aria-label={t('mainNavigation')}>
          {desks.map((desk) => (
            <NavLink
              key={desk}
              href={href(desk)}
              label={t(desk)}
              active={place === desk}
              aria-current={place === desk ? 'page' : undefined}
              variant="filled"
            />
          ))}
          <Box mt="auto">
            <Box hiddenFrom="sm" mb="xs">
              <DemoSwitch />
            </Box>
            <Who />
            <Button size="xs" variant="subtle" onClick={helping.open}>
              {t('keys')}{' '}
              <Kbd size="xs" ml={6}>
                ?
              </Kbd>
            </Button>
          </Box>
        </AppShell.Navbar>
      )}
      <AppShell.Main id="main" tabIndex={-1}>
        {session === null && <SignIn />}
        {session && (words.data ?? words.problem) && (
          <Guard
            key={`${session.actor.id}@${session.actor.unit}/${place}`}
            title={t('pageFailed')}
            again={t('again')}
          >
            {page(route, desks) ?? t('notFound')}
          </Guard>
        )}
        {session === undefined && <SignInOrLoading />}
      </AppShell.Main>
      <AppShell.Footer>
        <StatusBar />
      </AppShell.Footer>
      <Speaker />
      <KeysHelp opened={help} onClose={helping.close} desks={desks} />
    </AppShell>
  );
}

function SignInOrLoading() {
  const { t } = useTexts();
  const { problem } = useSession();
  return problem ? <SignIn /> : <p role="status">{t('loading')}</p>;
}

function Language() {
  const { t, lang, setLang } = useTexts();
  return (
    <Button
      size="compact-sm"
      variant="default"
      lang={lang === 'zh' ? 'en' : 'zh-CN'}
      title={t('languageHint')}
      onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
    >
      {t('language')}
    </Button>
  );
}

/** Another actor at any time, in the demonstration alone. */
function DemoSwitch() {
  const { t, lang, actorLabel } = useTexts();
  const { session, demo, become } = useSession();
  if (!session || demo.length === 0) return null;
  const { role, id, unit } = session.actor;
  const names =
    session.means === 'inquiry'
      ? [`citizen:${session.stream?.split('/')[1]}`]
      : [`${role}:${id}@${unit}`, `${role}:${id}`];
  const now = demo.find(({ actor }) => names.includes(actor))?.actor ?? '';
  return (
    <NativeSelect
      size="xs"
      aria-label={t('actAs')}
      value={now}
      w={250}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (value)
          void become(value).then(() => {
            location.hash = '#/';
          });
      }}
      data={[
        ...(now ? [] : [{ value: '', label: t('actAs') }]),
        ...demo.map((one) => ({
          value: one.actor,
          label: (lang === 'zh' ? one.zh : undefined) ?? one.name ?? actorLabel(one.actor),
        })),
      ]}
    />
  );
}

function Who() {
  const { t, roleLabel } = useTexts();
  const units = useUnitNames();
  const { session, signOut } = useSession();
  if (!session) return null;
  return (
    <Box p="xs" fz="sm">
      <div>
        {session.means === 'inquiry' ? (
          roleLabel(session.actor.role)
        ) : (
          <a href={href('account')}>{session.name || session.actor.id}</a>
        )}
      </div>
      <div className="hint">
        {session.means !== 'inquiry' && roleLabel(session.actor.role)}{' '}
        {session.actor.unit && units.label(session.actor.unit)}
      </div>
      <Button
        mt={4}
        size="compact-sm"
        variant="default"
        onClick={() =>
          void signOut().then(() => {
            location.hash = '#/';
          })
        }
      >
        {t('signOut')}
      </Button>
    </Box>
  );
}

/** A case's number opens it; anything else is looked for in the ledger. */
function Search({ box }: { box: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useTexts();
  const narrow = useMediaQuery('(max-width: 48em)');
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const text = box.current?.value.trim() ?? '';
        if (text === '') return;
        if (/^[\w]+-\d{8}-\d+(-[A-Z])?$/.test(text)) go('case', text);
        else location.hash = `${href('ledger')}?text=${encodeURIComponent(text)}`;
      }}
    >
      <TextInput
        ref={box}
        size="xs"
        w={narrow ? 110 : 230}
        aria-label={t('search')}
        placeholder={t('searchHint')}
      />
    </form>
  );
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(element?.closest('input, textarea, select, [contenteditable]'));
}

function usePageKeys(
  search: React.RefObject<HTMLInputElement | null>,
  help: () => void,
  desks: Desk[],
): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return;
      if (document.querySelector('[role=dialog]')) return;
      const desk = desks[Number(event.key) - 1];
      if (event.key === '/') search.current?.focus();
      else if (event.key === '?') help();
      else if (event.key === 'n' && desks.includes('window')) go('window');
      else if (desk) go(desk);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, [search, help, desks]);
}

function KeysHelp({
  opened,
  onClose,
  desks,
}: {
  opened: boolean;
  onClose: () => void;
  desks: Desk[];
}) {
  const { t } = useTexts();
  const rows: [string, TextKey][] = [
    ['/', 'keySearch'],
    ['j k ↑ ↓', 'keyRows'],
    ['Enter', 'keyOpen'],
    ['Space', 'keySelect'],
    ['Ctrl+Enter', 'keySend'],
    [`1 – ${desks.length}`, 'keyGo'],
    ['?', 'keyHelp'],
  ];
  if (desks.includes('window')) rows.splice(4, 0, ['n', 'keyNew']);
  return (
    <Modal opened={opened} onClose={onClose} title={<strong>{t('keys')}</strong>}>
      <Table>
        <Table.Tbody>
          {rows.map(([key, text]) => (
            <Table.Tr key={text}>
              <Table.Td>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{t(text)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
