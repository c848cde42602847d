// Any JSON as a table, with the labels of its fields; what is null, empty or false is left out.
import { Table, Text } from '@mantine/core';
import type { Field } from '../forms/model';
import { dictionary, useTexts } from '../i18n';
import { StreamLink } from './basics';
import { momentText } from './time';

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

const kMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const kStream = /^[a-z_]+\/[\w.-]+$/;

function Plain({ value, field, name }: { value: unknown; field?: Field; name: string }) {
  const { t, lang, wordLabel } = useTexts();
  if (typeof value === 'boolean') return <>{value ? t('yes') : t('no')}</>;
  if (typeof value === 'string') {
    if (kMoment.test(value)) return <>{momentText(value, lang)}</>;
    if (kStream.test(value)) return <StreamLink stream={value}>{value}</StreamLink>;
    const owner = field?.item ?? field;
    const word = owner?.words.find((one) => one.value === value);
    if (word) return <>{wordLabel(word, field?.name)}</>;
    if (dictionary.words.has(value)) return <>{wordLabel(value, name)}</>;
    return <span className="pre">{value}</span>;
  }
  if (typeof value === 'number') return <>{value.toLocaleString('en')}</>;
  return <>{String(value)}</>;
}

export function ValueTable({
  value,
  fields = [],
  of,
  all = false,
}: {
  value: unknown;
  fields?: Field[];
  /** Of members of no workflow: the type that they stand in. A group is a type by its name. */
  of?: string;
  all?: boolean;
}) {
  const { fieldLabel } = useTexts();
  const entries = Object.entries((value ?? {}) as Record<string, unknown>).filter(
    ([, one]) => all || !isEmpty(one),
  );
  if (entries.length === 0) return <Text size="sm">–</Text>;
  return (
    <Table className="value-table" verticalSpacing={3}>
      <Table.Tbody>
        {entries.map(([name, one]) => {
          const field = fields.find((known) => known.name === name);
          return (
            <Table.Tr key={name}>
              <Table.Th scope="row" title={field?.doc}>
                {fieldLabel(field ?? { name, label: {} }, of)}
              </Table.Th>
              <Table.Td>
                <Any value={one} field={field} name={name} of={of && name} all={all} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Any({
  value,
  field,
  name,
  of,
  all,
}: {
  value: unknown;
  field?: Field;
  name: string;
  of?: string;
  all: boolean;
}) {
  if (isEmpty(value) && typeof value !== 'boolean') return <>–</>;
  if (Array.isArray(value)) {
    return (
      <ul className="value-list">
        {value.map((one, i) => (
          <li key={i}>
            <Any value={one} field={field?.item} name={name} of={of} all={all} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === 'object')
    return <ValueTable value={value} fields={field?.fields} of={of} all={all} />;
  return <Plain value={value} field={field} name={name} />;
}
