// Finds a matter of the catalogue by its code or by what stands in its names.
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../i18n';
import { type Matter, useWordList } from '../workflows';

/** Matters that hold every piece of the question; codes that begin with it come first. Pure. */
export function findMatters(matters: readonly Matter[], question: string, most = 12): Matter[] {
  const pieces = question.toLowerCase().split(/\s+/).filter(Boolean);
  const found = matters.filter((matter) => {
    const text = `${matter.code} ${matter.zh} ${matter.en}`.toLowerCase();
    return pieces.every(
      (piece) =>
        text.includes(piece) ||
        ([...piece].every((sign) => text.includes(sign)) && /[\u3400-\u9fff]/.test(piece)),
    );
  });
  const rank = (matter: Matter) => {
    const whole = question.trim().toLowerCase();
    if (matter.code.toLowerCase() === whole) return 0;
    if (matter.code.toLowerCase().startsWith(whole)) return 1;
    return `${matter.zh} ${matter.en}`.toLowerCase().includes(whole) ? 2 : 3;
  };
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, most);
}

export function MatterPicker({
  value,
  onChange,
  error,
  label,
  autoFocus,
}: {
  value: string;
  onChange: (matter: Matter | undefined) => void;
  error?: string;
  label: string;
  autoFocus?: boolean;
}) {
  const { t, lang, wordLabel } = useTexts();
  const matters = useWordList<Matter>('matters');
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const [typed, setTyped] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  // Not where a keyboard on the screen would hide the page.
  useEffect(() => {
    if (autoFocus && matchMedia('(pointer: fine)').matches) input.current?.focus();
  }, [autoFocus]);
  const chosen = matters.find((matter) => matter.code === value);
  const nameOf = (matter: Matter) => `${matter.code} ${lang === 'zh' ? matter.zh : matter.en}`;
  const found = useMemo(() => findMatters(matters, typed ?? ''), [matters, typed]);
  return (
    <Combobox
      store={box}
      onOptionSubmit={(code) => {
        onChange(matters.find((matter) => matter.code === code));
        setTyped(undefined);
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={label}
          error={error}
          withAsterisk
          data-path="report.matter"
          autoComplete="off"
          ref={input}
          value={typed ?? (chosen ? nameOf(chosen) : value)}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
            box.selectFirstOption();
            if (event.currentTarget.value === '') onChange(undefined);
          }}
          onClick={() => box.openDropdown()}
          onBlur={() => {
            setTyped(undefined);
            box.closeDropdown();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={300} className="scrolls">
          {found.length === 0 && <Combobox.Empty>{t('matterNone')}</Combobox.Empty>}
          {found.map((matter) => (
            <Combobox.Option key={matter.code} value={matter.code}>
              {nameOf(matter)} <span className="hint">{wordLabel(matter.line ?? '', 'line')}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
