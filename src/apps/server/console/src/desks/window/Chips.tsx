// Choices as buttons.
import { Chip, Group } from '@mantine/core';
import { useId } from 'react';
import { type Field, type Value } from '../../forms/model';
import { useTexts } from '../../i18n';

/** A choice of one as buttons, one tab stop that arrows walk; nothing is chosen beforehand. */
export function Chips({
  label,
  field,
  value,
  onChange,
  error,
  only,
  path,
}: {
  label: string;
  field?: Field;
  value: Value;
  onChange: (value: Value) => void;
  error?: string;
  only?: readonly string[];
  path?: string;
}) {
  const { wordLabel } = useTexts();
  const name = useId();
  if (!field) return null;
  const words = only ? field.words.filter((word) => only.includes(word.value)) : field.words;
  return (
    <div role="radiogroup" aria-label={label} data-path={path ?? `report.${field.name}`}>
      <div className="field-label">{label}</div>
      <Chip.Group
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange(next as string)}
      >
        <Group gap={6}>
          {words.map((word) => (
            <Chip key={word.value} name={name} value={word.value} size="sm" radius="sm">
              {wordLabel(word, field.name)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {error && (
        <div className="field-error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

export function ManyChips({
  label,
  field,
  value,
  onChange,
}: {
  label: string;
  field?: Field;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  const { wordLabel } = useTexts();
  if (!field?.item) return null;
  return (
    <div role="group" aria-label={label}>
      <div className="field-label">{label}</div>
      <Chip.Group multiple value={value} onChange={onChange}>
        <Group gap={6}>
          {field.item.words.map((word) => (
            <Chip key={word.value} value={word.value} size="sm" radius="sm">
              {wordLabel(word, field.name)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
