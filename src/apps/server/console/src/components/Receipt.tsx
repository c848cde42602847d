// The receipt of a case: to keep, and to verify here, without asking the service.
import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem, getText, type Problem, streamPath } from '../api';
import { useRemembered } from '../hooks';
import { useTexts } from '../i18n';
import { NotProven, type Verdict, verifyReceipt } from '../receipts';
import { Notice, ProblemNotice, Section } from './basics';

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

type Said = { verdict: Verdict } | { fault: string } | { problem: Problem } | { noCrypto: true };

export function Receipt({ caseKey }: { caseKey: string }) {
  const { t } = useTexts();
  const [key, setKey] = useRemembered('notary');
  const [said, setSaid] = useState<Said>();
  const [busy, setBusy] = useState(false);
  const during = async (action: () => Promise<void>) => {
    setBusy(true);
    setSaid(undefined);
    try {
      await action();
    } catch (error) {
      setSaid(
        error instanceof NotProven ? { fault: error.message } : { problem: asProblem(error) },
      );
    } finally {
      setBusy(false);
    }
  };
  const fetched = () => getText(streamPath('case', caseKey, '/receipt'));
  const verify = async (text: string) => {
    // Browsers offer cryptography in secure contexts alone.
    const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
    if (!subtle) setSaid({ noCrypto: true });
    else setSaid({ verdict: await verifyReceipt(text, key, subtle) });
  };
  return (
    <Section title={t('receipt')}>
      <Stack gap="sm">
        <Text size="sm">{t('receiptHint')}</Text>
        <TextInput
          label={t('verifierKey')}
          description={t('verifierKeyHint')}
          value={key}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Group>
          <Button
            variant="default"
            loading={busy}
            onClick={() => void during(async () => save(`${caseKey}.tlog-proof`, await fetched()))}
          >
            {t('download')}
          </Button>
          <Button
            variant="default"
            disabled={busy || key.trim() === ''}
            onClick={() => void during(async () => verify(await fetched()))}
          >
            {t('verify')}
          </Button>
          <FileButton
            onChange={(file) => {
              if (file) void during(async () => verify(await file.text()));
            }}
          >
            {(props) => (
              <Button {...props} variant="default" disabled={busy || key.trim() === ''}>
                {t('verifyFile')}
              </Button>
            )}
          </FileButton>
        </Group>
        {said && 'problem' in said && <ProblemNotice problem={said.problem} />}
        {said && 'fault' in said && (
          <Notice tone="bad" title={t('notProven', { why: said.fault })} />
        )}
        {said && 'noCrypto' in said && <Notice tone="warn">{t('noSubtle')}</Notice>}
        {said &&
          'verdict' in said &&
          (!said.verdict.signed ? (
            <Notice tone="warn">{t(said.verdict.whole ? 'noEd25519' : 'nothingChecked')}</Notice>
          ) : (
            <Notice
              tone={said.verdict.whole ? 'good' : 'info'}
              title={t(said.verdict.whole ? 'proven' : 'headProven', {
                position: said.verdict.position,
                size: said.verdict.size,
                origin: said.verdict.origin,
              })}
            />
          ))}
      </Stack>
    </Section>
  );
}
